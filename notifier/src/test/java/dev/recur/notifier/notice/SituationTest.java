package dev.recur.notifier.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The richer status, as a fold over events. */
class SituationTest {

  private static final Terms TERMS = Story.terms(List.of(new Trial(1, 2)), Optional.empty());
  private static final Instant AT = Story.instant("2025-03-12T16:20:00+08:00");
  private static final Payment FIRST = payment(1);
  private static final Payment SECOND = payment(2);

  private Situation situation = Situation.created("GCASH");

  @Test
  void trialPeriods_shouldBeTrialing_laterOnesActive() {
    assertThat(status()).isEqualTo("incomplete");
    assertThat(after(new Happening.Approved("GCASH"))).isEqualTo("trialing");
    assertThat(after(new Happening.PeriodStarted(2))).isEqualTo("trialing");
    assertThat(after(new Happening.PeriodStarted(3))).isEqualTo("active");
  }

  @Test
  void retriedCharge_shouldBePaymentDue_untilPaid() {
    approved();
    after(new Happening.ChargeRequested(FIRST));
    assertThat(after(new Happening.ChargeDeclined(FIRST, true))).isEqualTo("paymentdue");
    assertThat(after(new Happening.ChargeSucceeded(FIRST, "GCASH"))).isEqualTo("active");
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
  void refusedMethod_shouldStayPastDue_whateverIsPaid() {
    approved();
    after(new Happening.PaymentFailed(FIRST, "stolen_card", true));
    assertThat(after(new Happening.ChargeSucceeded(SECOND, "GCASH"))).isEqualTo("pastdue");
  }

  @Test
  void lateSuccess_shouldNotBringAnEndedSubscriptionBack() {
    approved();
    assertThat(after(new Happening.Ended(AT))).isEqualTo("ended");
    assertThat(after(new Happening.ChargeSucceeded(FIRST, "GCASH"))).isEqualTo("ended");
  }

  private void approved() {
    after(new Happening.Approved("GCASH"));
    after(new Happening.PeriodStarted(3));
  }

  private String after(Happening what) {
    situation = situation.after(what, AT, TERMS);
    return status();
  }

  private String status() {
    return situation.lifecycleStatus(TERMS);
  }

  private static Payment payment(int period) {
    String time = "2025-03-12T16:20:00+08:00";
    return Story.payment(period, 100, time, time, time);
  }
}
