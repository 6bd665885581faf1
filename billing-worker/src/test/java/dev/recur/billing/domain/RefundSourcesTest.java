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

  /** Declined for good, replaced, and then it turns out that it was paid after all. */
  @Test
  void successAfterTheFinalDecline_shouldBeOfTheMethodThatPaid() {
    Diary diary = monthly().channel(HARD);
    diary.until("2026-02-10T00:00:00Z").channel(OK).replaceMethod("m-1", "DANA");
    diary.says(OK, diary.paymentOf(2), 1);
    assertThat(((Event.ChargeSucceeded) diary.all().getLast()).method()).isEqualTo(GCASH);
    assertThat(diary.refund("f-1", diary.paymentOf(2), 500).succeeded()).isTrue();
    assertThat(source(diary).method()).contains(GCASH);
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
