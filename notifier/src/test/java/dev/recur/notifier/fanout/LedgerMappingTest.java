package dev.recur.notifier.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.notifier.notice.Amendment;
import dev.recur.notifier.notice.Happening;
import dev.recur.notifier.notice.LedgerEvent;
import dev.recur.notifier.notice.Method;
import dev.recur.notifier.notice.Money;
import dev.recur.notifier.notice.Payment;
import dev.recur.notifier.notice.Purpose;
import dev.recur.notifier.notice.Refund;
import dev.recur.schemas.avro.AuthorisationExpired;
import dev.recur.schemas.avro.ChangeMode;
import dev.recur.schemas.avro.ChargeSucceeded;
import dev.recur.schemas.avro.LifecycleStatus;
import dev.recur.schemas.avro.PaymentFacts;
import dev.recur.schemas.avro.PaymentMethod;
import dev.recur.schemas.avro.PaymentMethodReplaced;
import dev.recur.schemas.avro.PurposeKind;
import dev.recur.schemas.avro.RefundFacts;
import dev.recur.schemas.avro.RefundFailed;
import dev.recur.schemas.avro.RefundSucceeded;
import dev.recur.schemas.avro.SubscriptionCanceled;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.SubscriptionUpdated;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type of event is known here, or the process stops. */
class LedgerMappingTest {

  private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");

  /** Told by hand elsewhere, because random terms make no sense. */
  private static final String CREATED = "created";

  /** Beside the type, in every event. */
  private static final String STATUS = "lifecycleStatus";

  static Stream<String> types() {
    int input = SubscriptionEvent.getClassSchema().getField("input").pos();
    return SubscriptionEvent.getClassSchema().getFields().stream()
        .filter(field -> field.pos() > input)
        .map(Schema.Field::name)
        .filter(name -> !name.equals(CREATED) && !name.equals(STATUS));
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyTypeOfTheSchema_shouldBeKnown(String type) {
    SubscriptionEvent event = empty().build();
    Schema.Field field = SubscriptionEvent.getClassSchema().getField(type);
    event.put(field.pos(), RandomRecord.of(field.schema().getTypes().get(1)));

    assertThat(LedgerMapping.event(event).what()).isNotNull();
  }

  @Test
  void typeThatIsNotKnown_shouldStop() {
    assertThatThrownBy(() -> LedgerMapping.event(empty().build()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("update the notifier");
  }

  @Test
  void severalTypesAtOnce_shouldBeUnreadable() {
    SubscriptionEvent event =
        empty()
            .setCanceled(new SubscriptionCanceled(true, false))
            .setAuthorisationExpired(new AuthorisationExpired(Instant.EPOCH))
            .build();

    assertThatThrownBy(() -> LedgerMapping.event(event))
        .isInstanceOf(UnreadableEventException.class);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
  void status_shouldBeTheOneThatTheEventSays(LifecycleStatus status) {
    LedgerEvent event = LedgerMapping.event(terminated().setLifecycleStatus(status).build());

    assertThat(event.status().map(Enum::name)).contains(status.name());
    assertThat(LedgerMapping.event(terminated().build()).status()).isEmpty();
  }

  private static SubscriptionEvent.Builder terminated() {
    return empty().setCanceled(new SubscriptionCanceled(true, false));
  }

  @Test
  void canceled_shouldSayWhetherAtOnceAndWhetherUnpaid() {
    assertThat(what(empty().setCanceled(new SubscriptionCanceled(true, false))))
        .isEqualTo(new Happening.Canceled(true, false));
    assertThat(what(empty().setCanceled(new SubscriptionCanceled(false, true))))
        .isEqualTo(new Happening.Canceled(false, true));
  }

  @ParameterizedTest
  @CsvSource({"IMMEDIATE, true", "NEXT_PERIOD, false"})
  void updated_shouldSayWhetherAtOnce_andOnlyWhatChanges(ChangeMode mode, boolean atOnce) {
    SubscriptionUpdated updated =
        SubscriptionUpdated.newBuilder()
            .setRequestId("u")
            .setChangeMode(mode)
            .setFromPeriod(2)
            .setDescription("Tea")
            .build();

    assertThat(what(empty().setUpdated(updated)))
        .isEqualTo(
            new Happening.Updated(
                atOnce,
                new Amendment(
                    Optional.of("Tea"), Optional.empty(), Optional.empty(), Optional.empty())));
  }

  @Test
  void replacedMethod_shouldBringItsToken() {
    PaymentMethod method = PaymentMethod.newBuilder().setType("CARD").setId("tok").build();

    assertThat(what(empty().setPaymentMethodReplaced(new PaymentMethodReplaced("r", method))))
        .isEqualTo(new Happening.MethodReplaced(new Method("CARD", Optional.of("tok"))));
  }

  @Test
  void purpose_shouldComeWithWhatItIsFor() {
    assertThat(purpose(PurposeKind.PERIOD, 3, null)).isEqualTo(new Purpose.Period(3));
    assertThat(purpose(PurposeKind.CHANGE, null, "u")).isEqualTo(new Purpose.Change("u"));
    assertThat(purpose(PurposeKind.MANUAL, null, "m")).isEqualTo(new Purpose.Manual("m"));
  }

  @Test
  void payment_shouldSayWhichPeriodItConcerns() {
    assertThat(charged(facts(PurposeKind.CHANGE, null, "u", 3)).period()).isEqualTo(3);
    assertThat(charged(facts(PurposeKind.MANUAL, null, "m", 4)).period()).isEqualTo(4);
    assertThat(charged(facts(PurposeKind.PERIOD, 2, null, 2)).period()).isEqualTo(2);
  }

  @Test
  void paymentOfTheFirstRelease_shouldConcernThePeriodItIsFor() {
    assertThat(charged(facts(PurposeKind.PERIOD, 2, null, null)).period()).isEqualTo(2);
    assertThatThrownBy(() -> charged(facts(PurposeKind.CHANGE, null, "u", null)))
        .isInstanceOf(UnreadableEventException.class);
  }

  @Test
  void purposeThatCannotBe_shouldBeUnreadable() {
    assertThatThrownBy(() -> purpose(PurposeKind.PERIOD, null, "u"))
        .isInstanceOf(UnreadableEventException.class);
    assertThatThrownBy(() -> purpose(PurposeKind.MANUAL, 3, null))
        .isInstanceOf(UnreadableEventException.class);
    assertThatThrownBy(() -> purpose(PurposeKind.REFUND, null, "r"))
        .isInstanceOf(UnreadableEventException.class);
    assertThatThrownBy(() -> refund(PurposeKind.PERIOD, "r"))
        .isInstanceOf(UnreadableEventException.class);
    assertThatThrownBy(() -> refund(PurposeKind.REFUND, null))
        .isInstanceOf(UnreadableEventException.class);
  }

  @Test
  void refund_shouldSayWhomToTell() {
    Refund expected =
        new Refund("S1P9", "r", new Money(500, "PHP"), Optional.of("https://shop.example/r"));

    assertThat(refund(PurposeKind.REFUND, "r")).isEqualTo(new Happening.RefundSucceeded(expected));
    assertThat(
            what(empty().setRefundFailed(new RefundFailed(facts(PurposeKind.REFUND, "r"), "no"))))
        .isEqualTo(new Happening.RefundFailed(expected));
  }

  @Test
  void wordThatIsNotKnown_shouldStop() {
    assertStops(() -> purpose(PurposeKind.UNKNOWN, 1, "r"));
    assertStops(
        () ->
            LedgerMapping.event(terminated().setLifecycleStatus(LifecycleStatus.UNKNOWN).build()));
    assertStops(
        () ->
            what(
                empty()
                    .setUpdated(
                        SubscriptionUpdated.newBuilder()
                            .setRequestId("u")
                            .setChangeMode(ChangeMode.UNKNOWN)
                            .setFromPeriod(2)
                            .build())));
  }

  private static void assertStops(Runnable mapping) {
    assertThatThrownBy(mapping::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("update the notifier");
  }

  private static Purpose purpose(
      PurposeKind kind, @Nullable Integer period, @Nullable String requestId) {
    Payment payment = charged(facts(kind, period, requestId, 3));
    assertThat(payment.paymentId()).isEqualTo("S1P9");
    return payment.purpose();
  }

  private static Payment charged(PaymentFacts facts) {
    Happening what = what(empty().setChargeSucceeded(new ChargeSucceeded(facts, 1, "GCASH", null)));
    return ((Happening.ChargeSucceeded) what).payment();
  }

  private static Happening refund(PurposeKind kind, @Nullable String requestId) {
    return what(empty().setRefundSucceeded(new RefundSucceeded(facts(kind, requestId), null)));
  }

  private static RefundFacts facts(PurposeKind kind, @Nullable String requestId) {
    return RefundFacts.newBuilder()
        .setRefund(facts(kind, null, requestId, 1))
        .setRefundedPaymentId("S1P1")
        .setPaidAmount(new dev.recur.schemas.avro.Money(500L, "PHP"))
        .setRefundedMinor(500)
        .setNotificationUrl("https://shop.example/r")
        .build();
  }

  private static PaymentFacts facts(
      PurposeKind kind,
      @Nullable Integer purposePeriod,
      @Nullable String requestId,
      @Nullable Integer period) {
    return new PaymentFacts(
        "S1P9",
        new dev.recur.schemas.avro.Purpose(kind, purposePeriod, requestId),
        new dev.recur.schemas.avro.Money(500L, "PHP"),
        AT,
        AT,
        AT,
        period);
  }

  private static Happening what(SubscriptionEvent.Builder event) {
    return LedgerMapping.event(event.build()).what();
  }

  private static SubscriptionEvent.Builder empty() {
    return SubscriptionEvent.newBuilder()
        .setSubscriptionId("S1")
        .setClientId("M")
        .setSequence(1)
        .setAt(Instant.EPOCH);
  }
}
