package dev.recur.billing.domain;

import static dev.recur.billing.domain.ScriptedChannel.HARD;
import static dev.recur.billing.domain.ScriptedChannel.NOT_FOUND;
import static dev.recur.billing.domain.ScriptedChannel.OK;
import static dev.recur.billing.domain.ScriptedChannel.PENDING;
import static dev.recur.billing.domain.ScriptedChannel.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Money back as diaries: whole or in parts, and never more than was paid (Antom, refund). */
class RefundsTest {
  private static final String START = "2026-01-01T00:00:00Z";

  @Test
  void refundsInParts_shouldGoBackUpToWhatWasPaid() {
    Diary diary = Diary.monthly(START);
    String first = diary.paymentOf(1);
    assertThat(diary.refund("f-1", first, 999).succeeded()).isTrue();
    assertThat(diary.refund("f-2", first, 1001).code()).isEqualTo("REFUND_AMOUNT_EXCEED");
    assertThat(diary.refund("f-3", first, 1000).succeeded()).isTrue();
    Answer nothingLeft = diary.refund("f-4", first, 1);
    assertThat(nothingLeft.code()).isEqualTo("REFUND_AMOUNT_EXCEED");
    assertThat(nothingLeft.message()).contains("Only 0 of the payment");
    diary.tells(
        "2026-01-01T00:00:00Z RefundRequested 999",
        "2026-01-01T00:00:00Z RefundSucceeded 999",
        "2026-01-01T00:00:00Z CommandRefused REFUND_AMOUNT_EXCEED",
        "2026-01-01T00:00:00Z RefundRequested 1000",
        "2026-01-01T00:00:00Z RefundSucceeded 1000",
        "2026-01-01T00:00:00Z CommandRefused REFUND_AMOUNT_EXCEED");
    assertThat(diary.settled(first).refundedMinor()).isEqualTo(1999);
  }

  /** Zero asks for nothing, and less than zero would make room for more than was paid. */
  @ParameterizedTest
  @ValueSource(longs = {0, -1, -1000, Long.MIN_VALUE})
  void refundOfNothingOrLess_shouldBeRefused(long minor) {
    Diary diary = Diary.monthly(START);
    Answer answer = diary.refund("f-1", diary.paymentOf(1), minor);
    assertThat(answer.code()).isEqualTo("PARAM_ILLEGAL");
    diary.tells("2026-01-01T00:00:00Z CommandRefused PARAM_ILLEGAL");
    assertThat(diary.settled(diary.paymentOf(1)).refundedMinor()).isZero();
  }

  @Test
  void refundInAnotherCurrency_shouldBeRefused() {
    Diary diary = Diary.monthly(START);
    Answer answer = diary.refund("f-1", diary.paymentOf(1), new Money(5, "EUR"));
    assertThat(answer.code()).isEqualTo("PARAM_ILLEGAL");
    assertThat(answer.message()).contains("the currency of its payment");
  }

  @Test
  void refundOfNoPayment_shouldBeRefused() {
    Diary diary = Diary.monthly(START);
    assertThat(diary.refund("f-1", diary.paymentOf(2), 1).code()).isEqualTo("ORDER_NOT_EXIST");
    diary.refund("f-2", diary.paymentOf(1), 1);
    String refund = refundOf(diary, "f-2");
    assertThat(diary.refund("f-3", refund, 1).code()).isEqualTo("ORDER_NOT_EXIST");
  }

  @Test
  void refundOfAPaymentThatWasNotPaid_shouldBeRefused() {
    Diary diary = Diary.monthly(START).channel(HARD);
    diary.until("2026-02-02T00:00:00Z");
    assertThat(diary.refund("f-1", diary.paymentOf(2), 1).code()).isEqualTo("ORDER_STATUS_INVALID");
  }

  /** A free period was paid with nothing, so nothing can go back. */
  @Test
  void refundOfAFreePeriod_shouldBeRefused() {
    Diary diary = Diary.approved(START, Offer.from(START).trial(1, 1, 0).build());
    assertThat(diary.refund("f-1", diary.paymentOf(1), 1).code()).isEqualTo("REFUND_AMOUNT_EXCEED");
  }

  @Test
  void refundWhileThePaymentIsInFlight_shouldBeAskedForAgain() {
    Diary diary = Diary.monthly(START).channelSilent();
    diary.until("2026-01-31T12:00:00Z").skip();
    Answer early = diary.refund("f-1", diary.paymentOf(2), 1999);
    assertThat(early.status()).isEqualTo(Answer.Status.UNKNOWN);
    assertThat(early.code()).isEqualTo("PAYMENT_IN_PROCESS");
    diary.answered(OK).channel(OK);
    assertThat(diary.refund("f-1", diary.paymentOf(2), 1999).succeeded()).isTrue();
    diary.tells(
        "2026-01-31T12:00:00Z CommandRefused PAYMENT_IN_PROCESS",
        "2026-01-31T12:00:00Z ChargeSucceeded 2",
        "2026-01-31T12:00:00Z RefundRequested 1999",
        "2026-01-31T12:00:00Z RefundSucceeded 1999");
  }

  /** One attempt; what did not go back can still go back, under another id. */
  @Test
  void declinedRefund_shouldFailOnceAndLeaveTheMoneyRefundable() {
    Diary diary = Diary.monthly(START).channelOfRefunds(HARD);
    Answer declined = diary.refund("f-1", diary.paymentOf(1), 1999);
    assertThat(declined.code()).isEqualTo("PROCESS_FAIL");
    assertThat(diary.refund("f-1", diary.paymentOf(1), 1999)).isEqualTo(declined);
    diary.channelOfRefunds(OK);
    assertThat(diary.refund("f-2", diary.paymentOf(1), 1999).succeeded()).isTrue();
    diary.until("2026-01-30T00:00:00Z");
    diary.tells(
        "2026-01-01T00:00:00Z RefundRequested 1999",
        "2026-01-01T00:00:00Z RefundFailed 1999",
        "2026-01-01T00:00:00Z RefundRequested 1999",
        "2026-01-01T00:00:00Z RefundSucceeded 1999");
  }

  /** The answer says that it is not known yet; time tells, and the repeat gets the truth. */
  @Test
  void pendingRefund_shouldBeInquiredAboutAndAnsweredMeanwhile() {
    Diary diary = Diary.monthly(START).channelOfRefunds(PENDING);
    Answer answer = diary.refund("f-1", diary.paymentOf(1), 500);
    assertThat(answer.code()).isEqualTo("REFUND_IN_PROCESS");
    assertThat(answer.status()).isEqualTo(Answer.Status.UNKNOWN);
    diary.until("2026-01-01T00:01:30Z");
    assertThat(diary.refund("f-1", diary.paymentOf(1), 500)).isEqualTo(answer);
    assertThat(diary.refund("f-2", diary.paymentOf(1), 1500).code())
        .as("what is on its way is not there to go back again")
        .isEqualTo("REFUND_AMOUNT_EXCEED");
    diary.channelOfRefunds(OK).until("2026-01-01T12:00:00Z");
    assertThat(diary.refund("f-1", diary.paymentOf(1), 500).succeeded()).isTrue();
    diary.tells(
        "2026-01-01T00:00:00Z RefundRequested 500",
        "2026-01-01T00:00:00Z RefundUnresolved 500",
        "2026-01-01T00:01:00Z RefundInquiryRequested 500",
        "2026-01-01T00:01:00Z RefundUnresolved 500",
        "2026-01-01T00:01:30Z CommandRefused REFUND_AMOUNT_EXCEED",
        "2026-01-01T00:02:00Z RefundInquiryRequested 500",
        "2026-01-01T00:02:00Z RefundSucceeded 500");
  }

  @Test
  void refundThatTheChannelNeverSaw_shouldBePresentedAgainUnderItsKey() {
    Diary diary = Diary.monthly(START).channelOfRefunds(UNKNOWN);
    diary.refund("f-1", diary.paymentOf(1), 500);
    diary.channelOfRefunds(NOT_FOUND).channelSilent().until("2026-01-01T00:01:00Z");
    diary.answered(NOT_FOUND).answered(OK);
    diary.tells(
        "2026-01-01T00:00:00Z RefundRequested 500",
        "2026-01-01T00:00:00Z RefundUnresolved 500",
        "2026-01-01T00:01:00Z RefundInquiryRequested 500",
        "2026-01-01T00:01:00Z RefundPresentedAgain 500",
        "2026-01-01T00:01:00Z RefundSucceeded 500");
  }

  /** Channels remember keys for a day: later, "never seen" is no word for "not paid back". */
  @Test
  void refundThatTheChannelMayHaveForgotten_shouldNotMakeRoomForAnother() {
    Diary diary = Diary.monthly(START).channelOfRefunds(UNKNOWN);
    diary.refund("f-1", diary.paymentOf(1), 500);
    diary.until("2026-01-02T12:00:00Z").skip();
    diary.channelOfRefunds(NOT_FOUND).until("2026-01-03T12:00:00Z");
    diary.tells(
        "2026-01-03T00:00:00Z RefundInquiryRequested 500",
        "2026-01-03T00:00:00Z RefundUnresolved 500");
    assertThat(diary.refund("f-2", diary.paymentOf(1), 1999).code())
        .isEqualTo("REFUND_AMOUNT_EXCEED");
  }

  /** A person decides about the refund; the periods that follow are owed anyway. */
  @Test
  void refundUnknownForGood_shouldNotStopBillingAndBeSettledByHand() {
    Diary diary = unresolvedRefund();
    Event.RefundUnresolved last = (Event.RefundUnresolved) diary.all().getLast();
    assertThat(last.inquireAt()).as("a person decides").isEmpty();
    assertThat(diary.existing().head().parked()).isFalse();
    diary.skip().until("2026-02-01T00:00:00Z");
    diary.tells(
        "2026-01-31T00:05:00Z ChargeRequested 2/1 1999",
        "2026-01-31T00:05:00Z ChargeSucceeded 2",
        "2026-02-01T00:00:00Z PeriodStarted 2");
    assertThat(diary.refund("f-1", diary.paymentOf(1), 500).code()).isEqualTo("REFUND_IN_PROCESS");
    assertThat(diary.refund("f-2", diary.paymentOf(1), 1500).code())
        .as("it may have been made")
        .isEqualTo("REFUND_AMOUNT_EXCEED");
    // The person found that the money went back, and wrote the result.
    diary.skip().says(OK, refundOf(diary, "f-1"), 1);
    diary.tells("2026-02-01T00:00:00Z RefundSucceeded 500");
    assertThat(diary.refund("f-1", diary.paymentOf(1), 500).succeeded()).isTrue();
  }

  /** Or that it did not: then it can be asked for again. */
  @Test
  void refundSettledByHandAsDeclined_shouldLeaveTheMoneyRefundable() {
    Diary diary = unresolvedRefund().skip();
    diary.says(HARD, refundOf(diary, "f-1"), 1);
    diary.tells("2026-01-20T00:00:00Z RefundFailed 500");
    assertThat(diary.channelOfRefunds(OK).refund("f-2", diary.paymentOf(1), 1999).succeeded())
        .isTrue();
  }

  private static Diary unresolvedRefund() {
    Diary diary = Diary.monthly(START).channelOfRefunds(UNKNOWN);
    diary.refund("f-1", diary.paymentOf(1), 500);
    return diary.until("2026-01-20T00:00:00Z");
  }

  private static String refundOf(Diary diary, String requestId) {
    return PaymentIds.of(diary.subscriptionId(), new Purpose.ForRefund(requestId));
  }

  @Test
  void refundsOnTheirWay_shouldBeBounded() {
    Diary diary = Diary.monthly(START).channelOfRefunds(PENDING);
    for (int i = 1; i <= 10; i++) {
      diary.refund("f-" + i, diary.paymentOf(1), 1);
    }
    Answer eleventh = diary.refund("f-11", diary.paymentOf(1), 1);
    assertThat(eleventh.code()).isEqualTo("PROCESS_FAIL");
    assertThat(eleventh.message()).contains("10 refunds are on their way");
  }

  /** Money that moved counts, whatever was said of it before. */
  @Test
  void declinedRefundThatWentThroughAfterAll_shouldCount() {
    Diary diary = Diary.monthly(START).channelOfRefunds(HARD);
    diary.refund("f-1", diary.paymentOf(1), 999);
    String refund = refundOf(diary, "f-1");
    diary.skip().says(OK, refund, 1).says(OK, refund, 1);
    diary.tells("2026-01-01T00:00:00Z RefundSucceeded 999");
    assertThat(diary.settled(diary.paymentOf(1)).refundedMinor()).isEqualTo(999);
    assertThat(diary.refund("f-1", diary.paymentOf(1), 999).succeeded()).isTrue();
  }

  /** More than was paid went back, because the channel went back on its word: a person looks. */
  @Test
  void declinedRefundThatWentThroughBesideAnother_shouldPark() {
    Diary diary = Diary.monthly(START).channelOfRefunds(HARD);
    diary.refund("f-1", diary.paymentOf(1), 1999);
    diary.channelOfRefunds(OK);
    diary.refund("f-2", diary.paymentOf(1), 1999);
    String refund = refundOf(diary, "f-1");
    diary.skip().says(OK, refund, 1);
    diary.tells("2026-01-01T00:00:00Z RefundSucceeded 1999", "2026-01-01T00:00:00Z Parked");
    assertThat(((Event.Parked) diary.all().getLast()).reason()).contains(diary.paymentOf(1));
    assertThat(diary.settled(diary.paymentOf(1)).refundedMinor()).isEqualTo(3998);
    assertThat(diary.refund("f-3", diary.paymentOf(1), 1).code()).isEqualTo("REFUND_AMOUNT_EXCEED");
  }
}
