package dev.recur.billing.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The trial of the source (Antom, Subscription trial): start = trial end − one period. */
class TrialExamplesTest {
  private static final String NOW = "2025-03-12T16:15:29+08:00";
  private static final String START = "2025-02-19T16:15:29+08:00";

  /** Seven days free from 12 March: the start lies in the past, the trial ends on the 19th. */
  @Test
  void sevenFreeDays_shouldBeWaivedAndRenewByThemselves() {
    Diary diary = new Diary(NOW).in("+08:00");
    assertThat(diary.create(Offer.from(START).trial(1, 1, 0).build()).succeeded()).isTrue();
    assertThat(diary.approve().succeeded()).isTrue();
    diary.tells(
        "2025-03-12T16:15:29+08:00 Created",
        "2025-03-12T16:15:29+08:00 Approved",
        "2025-03-12T16:15:29+08:00 PeriodStarted 1",
        "2025-03-12T16:15:29+08:00 PeriodWaived 1");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.TRIALING);
    diary.until("2025-04-19T16:15:29+08:00");
    diary.tells(
        "2025-03-18T16:20:29+08:00 ChargeRequested 2/1 1999",
        "2025-03-18T16:20:29+08:00 ChargeSucceeded 2",
        "2025-03-19T16:15:29+08:00 PeriodStarted 2",
        "2025-04-18T16:20:29+08:00 ChargeRequested 3/1 1999",
        "2025-04-18T16:20:29+08:00 ChargeSucceeded 3",
        "2025-04-19T16:15:29+08:00 PeriodStarted 3");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.ACTIVE);
  }

  /** What the source tells card merchants to do: charge the minimum, then refund it. */
  @ParameterizedTest
  @ValueSource(strings = {"CARD", "APPLEPAY", "GOOGLEPAY"})
  void onCards_theMinimumShouldBeChargedAndCanGoBack(String method) {
    Diary diary = new Diary(NOW).in("+08:00");
    Answer free = diary.create(Offer.from(START).method(method).trial(1, 1, 0).build());
    assertThat(free.code()).isEqualTo("PARAM_ILLEGAL");
    assertThat(free.message())
        .isEqualTo(
            "paymentMethod: "
                + method
                + " takes no amount of zero: set the amount to the minimum, for example 100, and"
                + " refund it after the payment, or use another payment method.");
    diary.tells();

    diary.create(Offer.from(START).method(method).trial(1, 1, 100).build());
    diary.approve();
    Answer refund = diary.refund("f-1", diary.paymentOf(1), 100);
    assertThat(refund.succeeded()).isTrue();
    diary.until("2025-03-19T16:15:29+08:00");
    diary.tells(
        "2025-03-12T16:15:29+08:00 Created",
        "2025-03-12T16:15:29+08:00 Approved",
        "2025-03-12T16:15:29+08:00 PeriodStarted 1",
        "2025-03-12T16:15:29+08:00 ChargeRequested 1/1 100",
        "2025-03-12T16:15:29+08:00 ChargeSucceeded 1",
        "2025-03-12T16:15:29+08:00 RefundRequested 100",
        "2025-03-12T16:15:29+08:00 RefundSucceeded 100",
        "2025-03-18T16:20:29+08:00 ChargeRequested 2/1 1999",
        "2025-03-18T16:20:29+08:00 ChargeSucceeded 2",
        "2025-03-19T16:15:29+08:00 PeriodStarted 2");
  }

  /** The longest free trial there is: one whole period from now. */
  @Test
  void wholePeriodFree_shouldStartNow() {
    Diary diary = new Diary(NOW).in("+08:00");
    diary.create(Offer.from(NOW).trial(1, 1, 0).build());
    diary.approve();
    diary.skip().until("2025-04-12T16:15:29+08:00");
    diary.tells(
        "2025-04-11T16:20:29+08:00 ChargeRequested 2/1 1999",
        "2025-04-11T16:20:29+08:00 ChargeSucceeded 2",
        "2025-04-12T16:15:29+08:00 PeriodStarted 2");
  }

  @Test
  void startFurtherBackThanOnePeriod_shouldBeRefused() {
    Diary diary = new Diary(NOW);
    Answer answer = diary.create(Offer.from("2025-02-12T16:15:28+08:00").trial(1, 1, 0).build());
    assertThat(answer.code()).isEqualTo("PARAM_ILLEGAL");
    assertThat(answer.message()).contains("trial's end minus one period");
    diary.tells();
    assertThat(diary.create(Offer.from("2025-02-12T16:15:29+08:00").trial(1, 1, 0).build()))
        .isEqualTo(Answer.SUCCESS);
  }
}
