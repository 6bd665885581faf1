package dev.recur.billing.domain;

import static dev.recur.billing.domain.ScriptedChannel.HARD;
import static dev.recur.billing.domain.ScriptedChannel.OK;
import static dev.recur.billing.domain.ScriptedChannel.SOFT;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Differences that an update settles at once (Antom, upgrade and downgrade), as diaries. */
class DifferencesTest {
  private static final String START = "2026-01-01T00:00:00Z";

  /** Tried again like a period's payment; the update stays in force whatever comes of it. */
  @Test
  void declinedDifference_shouldBeRetriedAndTheUpdateStay() {
    Diary diary = Diary.monthly(START).channel(SOFT);
    diary.until("2026-01-10T00:00:00Z");
    diary.update(NewTerms.of("u-1").price(5000).pay(3001));
    diary.until("2026-01-30T00:00:00Z");
    diary.tells(
        "2026-01-10T00:00:00Z Updated u-1",
        "2026-01-10T00:00:00Z ChargeRequested 1/1 3001 difference u-1",
        "2026-01-10T00:00:00Z ChargeDeclined 1 difference u-1",
        "2026-01-11T00:00:00Z ChargeRequested 1/2 3001 difference u-1",
        "2026-01-11T00:00:00Z ChargeDeclined 1 difference u-1",
        "2026-01-13T00:00:00Z ChargeRequested 1/3 3001 difference u-1",
        "2026-01-13T00:00:00Z ChargeDeclined 1 difference u-1",
        "2026-01-15T00:00:00Z ChargeRequested 1/4 3001 difference u-1",
        "2026-01-15T00:00:00Z ChargeDeclined 1 difference u-1",
        "2026-01-15T00:00:00Z PaymentFailed 1 difference u-1");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.PASTDUE);
    diary.channel(OK).until("2026-02-01T00:00:00Z");
    diary.tells(
        "2026-01-31T00:05:00Z ChargeRequested 2/1 5000",
        "2026-01-31T00:05:00Z ChargeSucceeded 2",
        "2026-02-01T00:00:00Z PeriodStarted 2");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.ACTIVE);
  }

  /** It mends what its own decline did. */
  @Test
  void differencePaidAtASecondAttempt_shouldBeGoodAgain() {
    Diary diary = Diary.monthly(START).channel(SOFT);
    diary.until("2026-01-10T00:00:00Z");
    diary.update(NewTerms.of("u-1").price(5000).pay(3001));
    assertThat(diary.status()).isEqualTo(LifecycleStatus.PAYMENTDUE);
    diary.channel(OK).until("2026-01-11T00:00:00Z");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.ACTIVE);
  }

  /** What is owed is the period's price: a difference neither pays it nor puts its end off. */
  @Test
  void differencePaidWhileAPeriodIsUnpaid_shouldMendNothing() {
    Diary diary = unpaid();
    diary.channel(OK).update(NewTerms.of("u-1").price(5000).pay(3001));
    diary.until("2026-03-01T00:00:00Z");
    diary.tells(
        "2026-02-10T00:00:00Z Updated u-1",
        "2026-02-10T00:00:00Z ChargeRequested 2/1 3001 difference u-1",
        "2026-02-10T00:00:00Z ChargeSucceeded 2 difference u-1",
        "2026-02-15T00:05:00Z Canceled unpaid");
  }

  @Test
  void differencePaidAtASecondAttemptWhileAPeriodIsUnpaid_shouldMendNothing() {
    Diary diary = unpaid();
    diary.update(NewTerms.of("u-1").price(5000).pay(3001));
    assertThat(diary.status()).isEqualTo(LifecycleStatus.PASTDUE);
    diary.channel(OK).until("2026-02-11T00:00:00Z");
    assertThat(diary.all().getLast()).isInstanceOf(Event.ChargeSucceeded.class);
    assertThat(diary.status()).isEqualTo(LifecycleStatus.PASTDUE);
  }

  /** Its retries end where the next period's charge falls due. */
  @Test
  void differenceBeforeTheNextCharge_shouldGiveWayToIt() {
    Diary diary = Diary.monthly(START).channel(SOFT);
    diary.until("2026-01-29T12:00:00Z");
    diary.update(NewTerms.of("u-1").price(5000).pay(3001));
    diary.until("2026-01-31T00:04:59Z").channel(OK).until("2026-02-01T00:00:00Z");
    diary.tells(
        "2026-01-29T12:00:00Z Updated u-1",
        "2026-01-29T12:00:00Z ChargeRequested 1/1 3001 difference u-1",
        "2026-01-29T12:00:00Z ChargeDeclined 1 difference u-1",
        "2026-01-30T12:00:00Z ChargeRequested 1/2 3001 difference u-1",
        "2026-01-30T12:00:00Z ChargeDeclined 1 difference u-1",
        "2026-01-30T12:00:00Z PaymentFailed 1 difference u-1",
        "2026-01-31T00:05:00Z ChargeRequested 2/1 5000",
        "2026-01-31T00:05:00Z ChargeSucceeded 2",
        "2026-02-01T00:00:00Z PeriodStarted 2");
  }

  @Test
  void hardDeclinedDifference_shouldRefuseTheMethod() {
    Diary diary = Diary.monthly(START).channel(HARD);
    diary.update(NewTerms.of("u-1").price(5000).pay(3001));
    assertThat(diary.live().standing()).isEqualTo(State.Standing.METHOD_REFUSED);
    Answer again = diary.update(NewTerms.of("u-2").price(6000).pay(1000));
    assertThat(again.code()).isEqualTo("PROCESS_FAIL");
    assertThat(again.message()).contains("replace it first");
  }

  /** Beyond the safety bound it could not be charged, and would be lost: so it is refused. */
  @Test
  void differenceBeyondTheSafetyBound_shouldBeRefusedAndChangeNothing() {
    Diary diary = Diary.approved(START, Offer.from(START).chargesPerDay(1).build()).skip();
    diary.until("2026-01-01T12:00:00Z");
    Answer answer = diary.update(NewTerms.of("u-1").price(5000).pay(2000));
    assertThat(answer.code()).isEqualTo("PROCESS_FAIL");
    assertThat(answer.message()).contains("chargesPerDayMax");
    diary.tells("2026-01-01T12:00:00Z CommandRefused PROCESS_FAIL");
    assertThat(diary.live().head().terms().price()).isEqualTo(Given.usd(1999));
    diary.until("2026-01-02T00:00:00Z");
    assertThat(diary.update(NewTerms.of("u-2").price(5000).pay(2000)).succeeded()).isTrue();
  }

  @Test
  void whilePaused_shouldBeRefused() {
    Diary diary = Diary.monthly(START);
    diary.pause("p-1");
    Answer answer = diary.update(NewTerms.of("u-1").price(5000).pay(2000));
    assertThat(answer.message()).contains("resume it first");
  }

  /** A free period has no payment that could go back. */
  @Test
  void refundOfAPeriodWithoutAPayment_shouldBeRefused() {
    Diary diary = Diary.approved(START, Offer.from(START).trial(1, 1, 0).build());
    Answer answer = diary.update(NewTerms.of("u-1").price(1000).giveBack(500));
    assertThat(answer.code()).isEqualTo("PROCESS_FAIL");
    diary.until("2026-02-10T00:00:00Z");
    assertThat(diary.update(NewTerms.of("u-2").price(1000).giveBack(500)).succeeded()).isTrue();
  }

  @Test
  void refundOfMoreThanIsLeft_shouldBeRefusedAndChangeNothing() {
    Diary diary = Diary.monthly(START);
    diary.refund("f-1", diary.paymentOf(1), 1500);
    diary.skip();
    Answer answer = diary.update(NewTerms.of("u-1").price(1000).giveBack(500));
    assertThat(answer.code()).isEqualTo("PROCESS_FAIL");
    assertThat(answer.message()).contains("Only 499 of the payment");
    diary.tells("2026-01-01T00:00:00Z CommandRefused PROCESS_FAIL");
    assertThat(diary.live().head().terms().price()).isEqualTo(Given.usd(1999));
    assertThat(diary.update(NewTerms.of("u-2").price(1000).giveBack(499)).succeeded()).isTrue();
  }

  /** After an upgrade the running period's latest payment is the difference: it goes back first. */
  @Test
  void refundAfterAnUpgradeInTheSamePeriod_shouldTakeTheLatestPayment() {
    Diary diary = Diary.monthly(START);
    diary.update(NewTerms.of("u-1").price(5000).pay(3001));
    diary.update(NewTerms.of("u-2").price(1999).giveBack(3001));
    String difference = PaymentIds.of(diary.subscriptionId(), new Purpose.ForChange("u-1"));
    assertThat(diary.settled(difference).refundedMinor()).isEqualTo(3001);
    assertThat(diary.settled(diary.paymentOf(1)).refundedMinor()).isZero();
  }

  /** The latest payment is small; the period's own can carry what goes back. */
  @Test
  void refundOfMoreThanTheLatestPayment_shouldTakeOneThatCanCarryIt() {
    Diary diary = Diary.monthly(START);
    diary.update(NewTerms.of("u-1").price(2100).pay(101));
    diary.update(NewTerms.of("u-2").price(2150).pay(50));
    assertThat(diary.update(NewTerms.of("u-3").price(500).giveBack(1500)).succeeded()).isTrue();
    assertThat(diary.settled(diary.paymentOf(1)).refundedMinor()).isEqualTo(1500);
    assertThat(diary.update(NewTerms.of("u-4").price(400).giveBack(100)).succeeded()).isTrue();
    assertThat(diary.settled(difference(diary, "u-1")).refundedMinor()).isEqualTo(100);
    assertThat(diary.settled(difference(diary, "u-2")).refundedMinor()).isZero();
  }

  /** A refund is of one payment: it is not split. */
  @Test
  void refundThatNoPaymentCanCarryAlone_shouldBeRefusedWithTheLargest() {
    Diary diary = Diary.monthly(START);
    diary.update(NewTerms.of("u-1").price(2100).pay(101));
    Answer answer = diary.update(NewTerms.of("u-2").price(10).giveBack(2000));
    assertThat(answer.code()).isEqualTo("PROCESS_FAIL");
    assertThat(answer.message()).contains("Only 1999 of the payment");
  }

  /** However many differences a period has, its own payment is not forgotten. */
  @Test
  void refundAfterManyDifferences_shouldStillFindThePeriodsOwnPayment() {
    Diary diary = Diary.monthly(START);
    for (int day = 1; day <= 20; day++) {
      diary.until(Given.time(START).plusSeconds(day * 86_400L));
      assertThat(diary.update(NewTerms.of("u-" + day).price(2000 + day).pay(1)).succeeded())
          .isTrue();
    }
    assertThat(diary.live().dues().paid()).hasSize(10);
    assertThat(diary.update(NewTerms.of("u-x").price(500).giveBack(1500)).succeeded()).isTrue();
    assertThat(diary.settled(diary.paymentOf(1)).refundedMinor()).isEqualTo(1500);
  }

  @Test
  void refundBeforeTheFirstPeriod_shouldBeRefused() {
    Diary diary = Diary.approved(START, Offer.from("2026-03-01T00:00:00Z").build());
    assertThat(diary.update(NewTerms.of("u-1").price(500).giveBack(1)).message())
        .contains("no payment that could go back");
  }

  private static String difference(Diary diary, String requestId) {
    return PaymentIds.of(diary.subscriptionId(), new Purpose.ForChange(requestId));
  }

  @Test
  void declinedRefund_shouldLeaveTheUpdateInForceAndTheMoneyWhereItIs() {
    Diary diary = Diary.monthly(START).channelOfRefunds(HARD);
    assertThat(diary.update(NewTerms.of("u-1").price(1000).giveBack(999)).succeeded()).isTrue();
    diary.until("2026-02-01T00:00:00Z");
    diary.tells(
        "2026-01-01T00:00:00Z Updated u-1",
        "2026-01-01T00:00:00Z RefundRequested 999",
        "2026-01-01T00:00:00Z RefundFailed 999",
        "2026-01-31T00:05:00Z ChargeRequested 2/1 1000",
        "2026-01-31T00:05:00Z ChargeSucceeded 2",
        "2026-02-01T00:00:00Z PeriodStarted 2");
    assertThat(diary.settled(diary.paymentOf(1)).refundedMinor()).isZero();
  }

  /**
   * A refund of an update is known by the update's id, so that id must not be a refund's already:
   * both would be one key at the channel, which would pay back once and answer twice.
   */
  @Test
  void refundUnderAnIdThatARefundHas_shouldBeRefused() {
    Diary diary = Diary.monthly(START);
    diary.refund("x-1", diary.paymentOf(1), 500);
    diary.skip();
    Answer answer = diary.update(NewTerms.of("x-1").price(1000).giveBack(700));
    assertThat(answer.code()).isEqualTo("REPEAT_REQ_INCONSISTENT");
    diary.tells("2026-01-01T00:00:00Z CommandRefused REPEAT_REQ_INCONSISTENT");
    assertThat(diary.settled(diary.paymentOf(1)).refundedMinor()).isEqualTo(500);
  }

  @Test
  void refundUnderAnIdThatARefundOnItsWayHas_shouldBeRefused() {
    Diary diary = Diary.monthly(START).channelSilent();
    diary.update(NewTerms.of("x-1").price(1500).giveBack(500));
    diary.skip();
    // The same id, other kind: an update's refund is found under it by the refund call too.
    Answer answer = diary.refund("x-1", diary.paymentOf(1), 700);
    assertThat(answer.code()).isEqualTo("REPEAT_REQ_INCONSISTENT");
    assertThat(diary.refund("x-1", diary.paymentOf(1), 500).code()).isEqualTo("REFUND_IN_PROCESS");
    diary.tells("2026-01-01T00:00:00Z CommandRefused REPEAT_REQ_INCONSISTENT");
    assertThat(diary.existing().refunds()).hasSize(1);
  }

  /** The second period stayed unpaid; the subscription ends on 15 February if nothing is paid. */
  private static Diary unpaid() {
    Diary diary =
        Diary.approved(START, Offer.from(START).finalAct(Policies.FinalAct.CANCEL, 10).build());
    return diary.channel(SOFT).until("2026-02-10T00:00:00Z").skip();
  }
}
