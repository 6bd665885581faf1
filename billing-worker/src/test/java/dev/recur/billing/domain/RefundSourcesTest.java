package dev.recur.billing.domain;

import static dev.recur.billing.domain.ScriptedChannel.HARD;
import static dev.recur.billing.domain.ScriptedChannel.OK;
import static dev.recur.billing.domain.ScriptedChannel.SOFT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which money goes back: what was paid, the way it was paid, as diaries. */
class RefundSourcesTest {
  private static final String START = "2026-01-01T00:00:00Z";
  private static final PaymentMethod GCASH = new PaymentMethod("GCASH", Optional.of("g-1"));

  @Test
  void afterAReplacedMethod_shouldGoBackToTheOneThatPaid() {
    Diary diary = monthly();
    assertThat(diary.replaceMethod("m-1", "DANA").succeeded()).isTrue();
    assertThat(diary.refund("f-1", diary.paymentOf(1), 500).succeeded()).isTrue();
    assertThat(source(diary).method()).contains(GCASH);
    diary.until("2026-02-01T00:00:00Z").refund("f-2", diary.paymentOf(2), 500);
    assertThat(source(diary).method().map(PaymentMethod::type)).contains("DANA");
  }

  /** The first attempt's success is told after the method was replaced and tried. */
  @Test
  void successOfAnEarlierAttempt_shouldBeOfTheMethodThatAttemptUsed() {
    Diary diary = monthly().channel(SOFT);
    diary.until("2026-02-01T12:00:00Z").replaceMethod("m-1", "DANA");
    diary.channelSilent().until("2026-02-03T12:00:00Z");
    diary.says(OK, diary.paymentOf(2), 2);
    assertThat(((Event.ChargeSucceeded) diary.all().getLast()).method()).isEqualTo(GCASH);
    diary.channel(OK).refund("f-1", diary.paymentOf(2), 500);
    assertThat(source(diary).method()).contains(GCASH);
    diary.says(OK, diary.paymentOf(2), 3);
    assertThat(((Event.ChargeSurplus) diary.all().getLast()).method().type()).isEqualTo("DANA");
  }

  /** Declined for good, replaced once its period was over, and then it was paid after all. */
  @Test
  void successAfterTheFinalDecline_shouldBeOfTheMethodThatPaid() {
    Diary diary = monthly().channel(HARD);
    diary.until("2026-03-02T00:00:00Z").channelSilent().replaceMethod("m-1", "DANA");
    diary.channel(OK).says(OK, diary.paymentOf(2), 1);
    assertThat(((Event.ChargeSucceeded) diary.all().getLast()).method()).isEqualTo(GCASH);
    assertThat(diary.refund("f-1", diary.paymentOf(2), 500).succeeded()).isTrue();
    assertThat(source(diary).method()).contains(GCASH);
  }

  /** Paid otherwise after a final decline, and then the declined attempt was charged as well. */
  @Test
  void surplusOfAPaymentThatWasOpenedAgain_shouldBeOfTheMethodThatAttemptUsed() {
    Diary diary = monthly().channel(HARD);
    diary.until("2026-02-10T00:00:00Z").channel(OK).replaceMethod("m-1", "DANA");
    diary.says(OK, diary.paymentOf(2), 1);
    assertThat(((Event.ChargeSurplus) diary.all().getLast()).method()).isEqualTo(GCASH);
  }

  /**
   * Failed twice for good, paid by the third method, and then the second turns out to have paid.
   */
  @Test
  void surplusOfASecondReopening_shouldBeOfTheMethodThatAttemptUsed() {
    Diary diary = monthly().channel(HARD);
    diary.until("2026-02-10T00:00:00Z").replaceMethod("m-1", "DANA");
    diary.channel(OK).replaceMethod("m-2", "MAYA");
    diary.says(OK, diary.paymentOf(2), 2);
    assertThat(((Event.ChargeSurplus) diary.all().getLast()).method().type()).isEqualTo("DANA");
  }

  /** The buyer owed one of them; the other goes back first, and each against its own attempt. */
  @Test
  void refundsOfASurplus_shouldGiveBackAllThatWasPaid() {
    Diary diary = paidTwice();
    String payment = diary.paymentOf(2);
    assertThat(diary.refund("f-1", payment, 1999).succeeded()).isTrue();
    assertThat(source(diary).number()).isEqualTo(2);
    assertThat(source(diary).reference()).contains("ref-2");
    assertThat(diary.refund("f-2", payment, 1999).succeeded()).isTrue();
    assertThat(source(diary).number()).isEqualTo(1);
    assertThat(source(diary).reference()).contains("ref-1");
    Answer more = diary.refund("f-3", payment, 1);
    assertThat(more.code()).isEqualTo("REFUND_AMOUNT_EXCEED");
    assertThat(more.message()).contains("Only 0 of the payment");
    assertThat(diary.settled(payment).refundedMinor()).isEqualTo(3998);
  }

  @Test
  void refundOfMoreThanOneAttemptPaid_shouldBeRefusedWithWhatIsPossible() {
    Diary diary = paidTwice();
    String payment = diary.paymentOf(2);
    Answer both = diary.refund("f-1", payment, 3998);
    assertThat(both.code()).isEqualTo("REFUND_AMOUNT_EXCEED");
    assertThat(both.message()).contains("Only 3998").contains("at most 1999 in one refund");
    assertThat(diary.refund("f-2", payment, 500).succeeded()).isTrue();
    assertThat(diary.refund("f-3", payment, 1500).succeeded()).isTrue();
    assertThat(source(diary).number()).as("the surplus has 1499 left").isEqualTo(1);
    assertThat(diary.refund("f-4", payment, 1499).succeeded()).isTrue();
    assertThat(source(diary).number()).isEqualTo(2);
    assertThat(diary.refund("f-5", payment, 500).message()).contains("Only 499 of the payment");
  }

  /** What a declined refund had taken is there again, on the attempt it was taken from. */
  @Test
  void declinedRefundOfASurplus_shouldLeaveTheSurplusRefundable() {
    Diary diary = paidTwice().channelOfRefunds(HARD);
    diary.refund("f-1", diary.paymentOf(2), 1999);
    diary.channelOfRefunds(OK).refund("f-2", diary.paymentOf(2), 1999);
    assertThat(source(diary).number()).isEqualTo(2);
    String first = PaymentIds.of(diary.subscriptionId(), new Purpose.ForRefund("f-1"));
    diary.skip().says(OK, first, 1);
    diary.tells("2026-02-01T12:00:00Z RefundSucceeded 1999", "2026-02-01T12:00:00Z Parked");
    assertThat(diary.settled(diary.paymentOf(2)).successes())
        .extracting(SettledPayment.Success::refundedMinor)
        .as("the other attempt's money did not go back")
        .containsExactly(0L, 3998L);
  }

  /** Both attempts of period 2 were charged after all. */
  private static Diary paidTwice() {
    Diary diary = monthly().channel(SOFT);
    diary.until("2026-02-01T12:00:00Z");
    diary.says(paid("ref-1"), diary.paymentOf(2), 1).says(paid("ref-2"), diary.paymentOf(2), 2);
    return diary.channel(OK);
  }

  private static ChannelOutcome paid(String reference) {
    return new ChannelOutcome.Succeeded(Optional.of(reference));
  }

  private static Diary monthly() {
    return Diary.approved(START, Offer.from(START).method("GCASH", "g-1").build()).skip();
  }

  private static PaidAttempt source(Diary diary) {
    return diary.all().reversed().stream()
        .filter(Event.RefundRequested.class::isInstance)
        .map(event -> ((Event.RefundRequested) event).facts().source())
        .findFirst()
        .orElseThrow();
  }
}
