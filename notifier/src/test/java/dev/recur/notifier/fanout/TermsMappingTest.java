package dev.recur.notifier.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.notifier.notice.Birth;
import dev.recur.notifier.notice.ContractUrls;
import dev.recur.notifier.notice.Origin;
import dev.recur.notifier.notice.PeriodUnit;
import dev.recur.notifier.notice.Terms;
import dev.recur.schemas.avro.CollectionMode;
import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.Money;
import dev.recur.schemas.avro.PaymentMethod;
import dev.recur.schemas.avro.PeriodRule;
import dev.recur.schemas.avro.Policies;
import dev.recur.schemas.avro.SubscriptionOrigin;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What was agreed on, as the ledger tells it. */
class TermsMappingTest {

  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  @Test
  void terms_shouldSayHowTheSubscriptionCameToBe() {
    Terms terms =
        Nouns.terms(
            terms()
                .setOrigin(SubscriptionOrigin.CHANGE)
                .setRelatedSubscriptionId("Sold")
                .setEndTime(START.plusSeconds(1))
                .setNotifiesBuyer(true)
                .setCollection(CollectionMode.SELF_MANAGED)
                .setPaymentNotificationUrl("https://pay.example/")
                .build());

    assertThat(terms)
        .isEqualTo(
            new Terms(
                new Birth(Origin.CHANGE, "order-1", Optional.of("Sold")),
                new ContractUrls("https://shop.example/", "https://pay.example/"),
                START,
                Optional.of(START.plusSeconds(1)),
                ZoneId.of("Asia/Manila"),
                new dev.recur.notifier.notice.PeriodRule(PeriodUnit.MONTH, 1),
                Optional.of("Coffee"),
                Optional.of(new dev.recur.notifier.notice.Money(19900, "PHP")),
                true,
                false));
  }

  @Test
  void payments_shouldGoWhereSubscriptionsGo_unlessToldOtherwise() {
    assertThat(Nouns.terms(terms().build()).urls())
        .isEqualTo(new ContractUrls("https://shop.example/", "https://shop.example/"));
  }

  @Test
  void wordThatIsNotKnown_shouldStop() {
    assertStops(terms().setCollection(CollectionMode.UNKNOWN));
    assertStops(terms().setOrigin(SubscriptionOrigin.UNKNOWN));
    assertStops(
        terms().setPeriodRule(new PeriodRule(dev.recur.schemas.avro.PeriodUnit.UNKNOWN, 1)));
  }

  @Test
  void zoneThatIsNotKnown_shouldBeUnreadable() {
    CreateSubscription terms = terms().setZone("Middle/Earth").build();

    assertThatThrownBy(() -> Nouns.terms(terms)).isInstanceOf(UnreadableEventException.class);
  }

  private static void assertStops(CreateSubscription.Builder terms) {
    assertThatThrownBy(() -> Nouns.terms(terms.build()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("update the notifier");
  }

  private static CreateSubscription.Builder terms() {
    return CreateSubscription.newBuilder()
        .setSubscriptionRequestId("order-1")
        .setDescription("Coffee")
        .setRedirectUrl("https://shop.example/back")
        .setStartTime(START)
        .setZone("Asia/Manila")
        .setPeriodRule(new PeriodRule(dev.recur.schemas.avro.PeriodUnit.MONTH, 1))
        .setPaymentMethod(PaymentMethod.newBuilder().setType("GCASH").build())
        .setSubscriptionNotificationUrl("https://shop.example/")
        .setPaymentAmount(new Money(19900L, "PHP"))
        .setPolicies(Policies.newBuilder().build());
  }
}
