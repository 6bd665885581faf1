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
import dev.recur.schemas.avro.FinalAct;
import dev.recur.schemas.avro.FirstBilling;
import dev.recur.schemas.avro.Money;
import dev.recur.schemas.avro.PaymentMethod;
import dev.recur.schemas.avro.PeriodRule;
import dev.recur.schemas.avro.Policies;
import dev.recur.schemas.avro.SubscriptionOrigin;
import dev.recur.schemas.avro.Trial;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** What was agreed on, as the ledger tells it. */
class TermsMappingTest {

  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  /** In Manila; the periods after it start on 28 February, 31 March and 30 April. */
  private static final Instant A_31ST = Instant.parse("2025-01-30T16:00:00Z");

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
                false,
                Optional.empty(),
                true,
                Optional.empty(),
                false));
  }

  /** As the worker counts what comes before the plan's own price (decision 0019). */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "1-1     | - | -                    | 2025-02-27T16:00:00Z",
        "1-2     | 3 | -                    | 2025-03-30T16:00:00Z",
        "2-3 1-1 | - | -                    | 2025-04-29T16:00:00Z",
        "1-1 3-3 | - | -                    | 2025-02-27T16:00:00Z",
        "2-2     | - | -                    | -",
        "1-2     | 2 | -                    | -",
        "1-1     | - | 2025-02-27T16:00:00Z | -",
        "1-1     | - | 2025-02-27T16:00:01Z | 2025-02-27T16:00:00Z",
        "''      | - | -                    | -"
      })
  void trial_shouldEndWithThePlansOwnPrice(
      String trials, @Nullable Integer cycles, @Nullable Instant end, @Nullable Instant trialEnd) {
    CreateSubscription.Builder terms =
        terms()
            .setStartTime(A_31ST)
            .setTrials(
                Pattern.compile("(\\d)-(\\d)")
                    .matcher(trials)
                    .results()
                    .map(TermsMappingTest::trial)
                    .toList())
            .setCycleCount(cycles)
            .setEndTime(end);
    assertThat(Nouns.terms(terms.build()).trialEnd()).isEqualTo(Optional.ofNullable(trialEnd));
    // There is nothing to charge then.
    terms.setPaymentAmount(new Money(0L, "PHP"));
    assertThat(Nouns.terms(terms.build()).trialEnd()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"CANCEL, 0, true", "PAUSE, 0, true", "CANCEL, 1, false", "KEEP, 0, false"})
  void finalAct_shouldFollowAtOnceWithoutGrace(FinalAct act, int days, boolean atOnce) {
    Policies policies = Policies.newBuilder().setFinalAct(act).setGraceDays(days).build();
    assertThat(Nouns.terms(terms().setPolicies(policies).build()).finalActAtOnce())
        .isEqualTo(atOnce);
    assertStops(terms().setPolicies(Policies.newBuilder().setFinalAct(FinalAct.UNKNOWN).build()));
  }

  @Test
  void whoOnlySigns_shouldTryTheFirstPeriod() {
    CreateSubscription.Builder terms = terms().setStartTime(A_31ST);
    assertThat(Nouns.terms(terms.setFirstBilling(FirstBilling.SIGN_ONLY).build()).trialEnd())
        .contains(Instant.parse("2025-02-27T16:00:00Z"));
    assertThat(Nouns.terms(terms.setFirstBilling(FirstBilling.SIGN_AND_BILL).build()).trialEnd())
        .isEmpty();
    assertStops(terms.setFirstBilling(FirstBilling.UNKNOWN));
  }

  /** The worker announces the trial's end by the same vectors, and the service offers by them. */
  @ParameterizedTest
  @CsvFileSource(resources = "/vectors/trial-ends.csv", delimiter = '|', numLinesToSkip = 1)
  void trialEnd_shouldBeToldWhereNothingIsPaidBefore(
      String trials, boolean signOnly, @Nullable Integer firstPaid) {
    CreateSubscription terms =
        terms()
            .setStartTime(A_31ST)
            .setFirstBilling(signOnly ? FirstBilling.SIGN_ONLY : FirstBilling.SIGN_AND_BILL)
            .setTrials(
                Pattern.compile("(\\d)-(\\d):(\\d+)")
                    .matcher(trials)
                    .results()
                    .map(TermsMappingTest::trial)
                    .toList())
            .build();
    assertThat(Nouns.terms(terms).trialEnd())
        .isEqualTo(Optional.ofNullable(firstPaid).map(TermsMappingTest::startOf));
  }

  private static Instant startOf(int period) {
    return new dev.recur.notifier.notice.PeriodRule(PeriodUnit.MONTH, 1)
        .start(A_31ST, ZoneId.of("Asia/Manila"), period);
  }

  /** The worker's calendar is tried with the same ones. */
  @ParameterizedTest
  @CsvFileSource(resources = "/vectors/period-starts.csv", delimiter = '|', numLinesToSkip = 1)
  void period_shouldStartAsTheWorkerCounts(
      Instant anchor, String zone, PeriodUnit unit, int count, int period, Instant start) {
    assertThat(
            new dev.recur.notifier.notice.PeriodRule(unit, count)
                .start(anchor, ZoneId.of(zone), period))
        .isEqualTo(start);
  }

  private static Trial trial(MatchResult range) {
    long price = range.groupCount() > 2 ? Long.parseLong(range.group(3)) : 0;
    return new Trial(
        Integer.parseInt(range.group(1)),
        Integer.parseInt(range.group(2)),
        new Money(price, "PHP"));
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
