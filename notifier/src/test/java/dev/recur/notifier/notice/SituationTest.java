package dev.recur.notifier.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The richer status, as a fold over events. */
class SituationTest {

  private static final Terms TERMS = Story.terms(List.of(new Trial(1, 2)), Optional.empty());
  private static final Terms SIGN_ONLY =
      Story.terms(
          new Birth(Origin.CREATE, "order-17", Optional.empty()),
          List.of(),
          Optional.empty(),
          true);
  private static final Instant AT = Story.instant("2025-03-12T16:20:00+08:00");
  private static final Payment FIRST = payment("P1", new Purpose.Period(1), 1);
  private static final Payment SECOND = payment("P2", new Purpose.Period(2), 2);
  private static final Payment DIFFERENCE = payment("P-up-1", new Purpose.Change("up-1"), 3);
  private static final Payment BY_HAND = payment("P-pay-1", new Purpose.Manual("pay-1"), 3);

  private Terms terms = TERMS;
  private Situation situation = Situation.created("GCASH");

  @Test
  void trialPeriods_shouldBeTrialing_laterOnesActive() {
    assertThat(status()).isEqualTo("incomplete");
    assertThat(after(new Happening.Approved(Story.GCASH))).isEqualTo("trialing");
    assertThat(after(new Happening.PeriodStarted(2))).isEqualTo("trialing");
    assertThat(after(new Happening.PeriodStarted(3))).isEqualTo("active");
  }

  @Test
  void signedOnly_shouldBeTrialing_untilTheSecondPeriod() {
    terms = SIGN_ONLY;
    assertThat(after(new Happening.Approved(Story.GCASH))).isEqualTo("trialing");
    assertThat(after(new Happening.PeriodStarted(1))).isEqualTo("trialing");
    assertThat(after(skipped(1, Happening.SkipReason.SIGN_ONLY))).isEqualTo("trialing");
    assertThat(after(new Happening.PeriodStarted(2))).isEqualTo("active");
  }

  @Test
  void signedOnly_shouldBeTrialing_untilSomethingIsPaid() {
    terms = SIGN_ONLY;
    after(new Happening.Approved(Story.GCASH));
    after(skipped(1, Happening.SkipReason.SIGN_ONLY));
    assertThat(after(new Happening.ChargeRequested(SECOND))).isEqualTo("trialing");
    assertThat(after(new Happening.ChargeSucceeded(SECOND, "GCASH"))).isEqualTo("active");
  }

  @Test
  void skippedToSignOnly_shouldBeTrialing_alsoWhereOnlyTheEventSaysSo() {
    terms = Story.terms(List.of(), Optional.empty());
    assertThat(after(new Happening.Approved(Story.GCASH))).isEqualTo("active");
    assertThat(after(skipped(1, Happening.SkipReason.SIGN_ONLY))).isEqualTo("trialing");
  }

  @Test
  void retriedCharge_shouldBePaymentDue_untilPaid() {
    approved();
    after(new Happening.ChargeRequested(FIRST));
    assertThat(after(new Happening.ChargeDeclined(FIRST, true))).isEqualTo("paymentdue");
    assertThat(after(new Happening.ChargeSucceeded(FIRST, "GCASH"))).isEqualTo("active");
  }

  @Test
  void retriedDifference_shouldBePaymentDue_untilPaid() {
    approved();
    after(new Happening.ChargeRequested(DIFFERENCE));
    assertThat(after(new Happening.ChargeDeclined(DIFFERENCE, true))).isEqualTo("paymentdue");
    assertThat(after(new Happening.ChargeSucceeded(DIFFERENCE, "GCASH"))).isEqualTo("active");
  }

  @Test
  void merchantsOwnCharge_shouldOnlyBePastDue_onceItFailed() {
    approved();
    after(new Happening.ChargeRequested(BY_HAND));
    assertThat(after(new Happening.ChargeDeclined(BY_HAND, true))).isEqualTo("active");
    assertThat(after(new Happening.PaymentFailed(BY_HAND, "expired", false))).isEqualTo("pastdue");
  }

  @Test
  void lastDecline_shouldChangeNothing_untilThePaymentFailed() {
    approved();
    after(new Happening.ChargeRequested(FIRST));
    assertThat(after(new Happening.ChargeDeclined(FIRST, false))).isEqualTo("active");
    assertThat(after(new Happening.PaymentFailed(FIRST, "expired", false))).isEqualTo("pastdue");
    assertThat(after(new Happening.ChargeSucceeded(SECOND, "GCASH"))).isEqualTo("active");
  }

  @Test
  void paidPeriod_shouldNotHideThatAnotherIsOwed() {
    approved();
    after(new Happening.ChargeRequested(SECOND));
    after(new Happening.ChargeDeclined(SECOND, true));
    assertThat(after(new Happening.ChargeSucceeded(FIRST, "GCASH"))).isEqualTo("paymentdue");
  }

  @Test
  void refusedMethod_shouldStayPastDue_whateverHappensToPayments() {
    approved();
    after(new Happening.PaymentFailed(FIRST, "stolen_card", true));
    assertThat(after(new Happening.ChargeSucceeded(SECOND, "GCASH"))).isEqualTo("pastdue");
    assertThat(after(new Happening.ChargeDeclined(SECOND, true))).isEqualTo("pastdue");
    assertThat(after(new Happening.PaymentFailed(SECOND, "expired", false))).isEqualTo("pastdue");
    assertThat(after(new Happening.ChargeSucceeded(SECOND, "GCASH"))).isEqualTo("pastdue");
  }

  @Test
  void refusedMethod_shouldBePastDueAfterItIsReplaced_untilPaid() {
    approved();
    after(new Happening.PaymentFailed(FIRST, "stolen_card", true));
    assertThat(after(new Happening.MethodReplaced(Story.GCASH))).isEqualTo("pastdue");
    after(new Happening.ChargeRequested(SECOND));
    assertThat(after(new Happening.ChargeDeclined(SECOND, true))).isEqualTo("paymentdue");
    assertThat(after(new Happening.ChargeSucceeded(SECOND, "GCASH"))).isEqualTo("active");
  }

  @Test
  void replacedMethod_shouldOweNothingThatWasNotOwed() {
    approved();
    assertThat(after(new Happening.MethodReplaced(Story.GCASH))).isEqualTo("active");
  }

  @Test
  void paused_shouldHideHowWellItIsPaid_untilResumed() {
    approved();
    after(new Happening.PaymentFailed(FIRST, "expired", false));
    assertThat(after(new Happening.Paused())).isEqualTo("paused");
    assertThat(after(new Happening.PeriodStarted(4))).isEqualTo("paused");
    assertThat(after(new Happening.Resumed())).isEqualTo("pastdue");
  }

  @Test
  void paused_shouldNotHideThatItIsOver() {
    approved();
    after(new Happening.Paused());
    assertThat(after(new Happening.Canceled(true, false))).isEqualTo("canceled");
  }

  @Test
  void skippedWhilePaused_shouldUseTheNumberUp_andNotWhenRefused() {
    after(new Happening.Approved(Story.GCASH));
    assertThat(after(skipped(2, Happening.SkipReason.METHOD_REFUSED))).isEqualTo("trialing");
    assertThat(situation.progress().period()).isEqualTo(1);
    assertThat(after(skipped(3, Happening.SkipReason.PAUSED))).isEqualTo("active");
    assertThat(situation.progress().period()).isEqualTo(3);
  }

  @Test
  void changed_shouldBeCanceled() {
    approved();
    assertThat(after(new Happening.Changed())).isEqualTo("canceled");
    assertThat(situation.subscriptionStatus()).isEqualTo("TERMINATED");
    assertThat(situation.serviceEnd()).contains(AT);
  }

  @Test
  void lateSuccess_shouldNotBringAnEndedSubscriptionBack() {
    approved();
    assertThat(after(new Happening.Ended(AT))).isEqualTo("ended");
    assertThat(after(new Happening.ChargeSucceeded(FIRST, "GCASH"))).isEqualTo("ended");
  }

  private void approved() {
    after(new Happening.Approved(Story.GCASH));
    after(new Happening.PeriodStarted(3));
  }

  private String after(Happening what) {
    situation = situation.after(what, AT, terms);
    return status();
  }

  private String status() {
    return situation.lifecycleStatus(terms);
  }

  private static Happening skipped(int period, Happening.SkipReason reason) {
    return new Happening.PeriodSkipped(period, reason);
  }

  private static Payment payment(String id, Purpose purpose, int period) {
    String time = "2025-03-12T16:20:00+08:00";
    return Story.payment(id, purpose, period, 100, time, time, time);
  }
}
