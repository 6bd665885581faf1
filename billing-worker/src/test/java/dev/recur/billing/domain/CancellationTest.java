package dev.recur.billing.domain;

import static dev.recur.billing.domain.ScriptedChannel.HARD;
import static dev.recur.billing.domain.ScriptedChannel.OK;
import static dev.recur.billing.domain.ScriptedChannel.SOFT;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Cancel with the period, terminate at once, terminate with the money back, as diaries. */
class CancellationTest {
  private static final String START = "2026-01-01T00:00:00Z";

  /** Antom: terminate at once, then pay back through the refund call; it works after the end. */
  @Test
  void terminateAndRefund_shouldEndAtOnceAndGiveTheMoneyBack() {
    Diary diary = Diary.monthly(START);
    diary.until("2026-02-10T00:00:00Z").skip();
    assertThat(diary.terminate().succeeded()).isTrue();
    assertThat(diary.refund("f-1", diary.paymentOf(2), 1999).succeeded()).isTrue();
    diary.until("2027-01-01T00:00:00Z");
    diary.tells(
        "2026-02-10T00:00:00Z Canceled",
        "2026-02-10T00:00:00Z RefundRequested 1999",
        "2026-02-10T00:00:00Z RefundSucceeded 1999");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.CANCELED);
  }

  /** The next period is paid already: the buyer is terminated all the same, and gets it back. */
  @Test
  void terminateAfterTheNextPeriodIsPaid_shouldRefundBoth() {
    Diary diary = Diary.monthly(START);
    diary.until("2026-01-31T12:00:00Z").skip();
    diary.terminate();
    assertThat(diary.refund("f-1", diary.paymentOf(2), 1999).succeeded()).isTrue();
    assertThat(diary.refund("f-2", diary.paymentOf(1), 1000).succeeded()).isTrue();
    diary.until("2026-06-01T00:00:00Z");
    diary.tells(
        "2026-01-31T12:00:00Z Canceled",
        "2026-01-31T12:00:00Z RefundRequested 1999",
        "2026-01-31T12:00:00Z RefundSucceeded 1999",
        "2026-01-31T12:00:00Z RefundRequested 1000",
        "2026-01-31T12:00:00Z RefundSucceeded 1000");
  }

  @Test
  void cancelThenTerminate_shouldEndAtOnce() {
    Diary diary = Diary.monthly(START);
    diary.cancel();
    diary.until("2026-01-10T00:00:00Z").terminate();
    diary.until("2026-06-01T00:00:00Z");
    diary.tells(
        "2026-01-01T00:00:00Z RenewalCancelled 2026-02-01T00:00:00Z",
        "2026-01-10T00:00:00Z Canceled");
  }

  /** Service ended with the period, however late that was seen. */
  @Test
  void cancelSeenLate_shouldHaveEndedWithThePeriod() {
    Diary diary = Diary.monthly(START);
    diary.until("2026-01-10T00:00:00Z").cancel();
    diary.skip().outageUntil("2026-03-10T00:00:00Z");
    diary.tells("2026-03-10T00:00:00Z Canceled");
    assertThat(((State.Over) diary.state()).serviceEnd())
        .isEqualTo(Given.time("2026-02-01T00:00:00Z"));
  }

  /** A charge in flight decides how far service goes: declined, it ends with this period. */
  @Test
  void cancelWhileTheNextChargeIsInFlightAndDeclined_shouldEndWithThePeriod() {
    Diary diary = Diary.monthly(START).channelSilent();
    diary.until("2026-01-31T12:00:00Z").skip();
    diary.cancel();
    diary.answered(SOFT).until("2026-06-01T00:00:00Z");
    diary.tells(
        "2026-01-31T12:00:00Z RenewalCancelled 2026-03-01T00:00:00Z",
        "2026-01-31T12:00:00Z ChargeDeclined 2",
        "2026-01-31T12:00:00Z PaymentFailed 2",
        "2026-02-01T00:00:00Z Canceled");
  }

  @Test
  void cancelWhileTheNextChargeIsInFlightAndPaid_shouldServeThatPeriodToo() {
    Diary diary = Diary.monthly(START).channelSilent();
    diary.until("2026-01-31T12:00:00Z").skip();
    diary.cancel();
    diary.answered(OK).until("2026-06-01T00:00:00Z");
    diary.tells(
        "2026-01-31T12:00:00Z RenewalCancelled 2026-03-01T00:00:00Z",
        "2026-01-31T12:00:00Z ChargeSucceeded 2",
        "2026-02-01T00:00:00Z PeriodStarted 2",
        "2026-03-01T00:00:00Z Canceled");
  }

  /** Nothing is charged any more, so a payment that was to be tried again is given up. */
  @Test
  void cancelWhileAPaymentIsRetried_shouldGiveItUp() {
    Diary diary = Diary.monthly(START).channel(SOFT);
    diary.until("2026-02-02T00:00:00Z").skip();
    diary.cancel();
    diary.until("2026-06-01T00:00:00Z");
    diary.tells(
        "2026-02-02T00:00:00Z PaymentFailed 2",
        "2026-02-02T00:00:00Z RenewalCancelled 2026-03-01T00:00:00Z",
        "2026-03-01T00:00:00Z Canceled");
  }

  @Test
  void cancelBeforeTheBuyerAgrees_shouldWithdrawTheOffer() {
    Diary diary = new Diary(START);
    diary.create(Given.monthly(START));
    assertThat(diary.cancel().succeeded()).isTrue();
    Answer approve = diary.approve();
    assertThat(approve.code()).isEqualTo("PROCESS_FAIL");
    assertThat(approve.message()).contains("withdrawn");
    diary.until("2026-06-01T00:00:00Z");
    diary.tells(
        "2026-01-01T00:00:00Z Created",
        "2026-01-01T00:00:00Z Canceled",
        "2026-01-01T00:00:00Z CommandRefused PROCESS_FAIL");
  }

  /** Design: by either id, in any state. */
  @Test
  void cancelOfWhatIsOver_shouldSucceedAndChangeNothing() {
    Diary diary = Diary.monthly(START);
    diary.terminate();
    diary.skip();
    assertThat(diary.cancel().succeeded()).isTrue();
    assertThat(diary.terminate().succeeded()).isTrue();
    diary.tells();
  }

  @Test
  void cancelWithARefusedMethod_shouldServeThePeriodAndEnd() {
    Diary diary = Diary.monthly(START).channel(HARD);
    diary.until("2026-02-10T00:00:00Z").skip();
    diary.cancel();
    diary.until("2026-06-01T00:00:00Z");
    diary.tells(
        "2026-02-10T00:00:00Z RenewalCancelled 2026-03-01T00:00:00Z",
        "2026-03-01T00:00:00Z Canceled");
  }
}
