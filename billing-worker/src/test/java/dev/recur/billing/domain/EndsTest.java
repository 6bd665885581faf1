package dev.recur.billing.domain;

import static dev.recur.billing.domain.ScriptedChannel.HARD;
import static dev.recur.billing.domain.ScriptedChannel.OK;
import static dev.recur.billing.domain.ScriptedChannel.SOFT;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many periods there are (seed 002: cycleCount or expireDate; neither is open-ended). */
class EndsTest {
  private static final String START = "2026-01-01T00:00:00Z";

  @Test
  void cycleCount_shouldEndWithItsLastPeriod() {
    Diary diary = Diary.approved(START, Offer.from(START).cycles(2).build()).skip();
    diary.until("2027-01-01T00:00:00Z");
    diary.tells(
        "2026-01-31T00:05:00Z ChargeRequested 2/1 1999",
        "2026-01-31T00:05:00Z ChargeSucceeded 2",
        "2026-02-01T00:00:00Z PeriodStarted 2",
        "2026-03-01T00:00:00Z Ended");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.ENDED);
    assertThat(((State.Over) diary.state()).serviceEnd())
        .isEqualTo(Given.time("2026-03-01T00:00:00Z"));
  }

  /** It counts period numbers, free and skipped ones too. */
  @Test
  void cycleCount_shouldCountFreePeriods() {
    Diary diary = Diary.approved(START, Offer.from(START).trial(1, 1, 0).cycles(1).build()).skip();
    diary.until("2027-01-01T00:00:00Z");
    diary.tells("2026-02-01T00:00:00Z Ended");
  }

  @Test
  void cycleCountOfASelfManaged_shouldEndItToo() {
    Diary diary = Diary.approved(START, Offer.from(START).selfManaged().cycles(2).build()).skip();
    diary.until("2027-01-01T00:00:00Z");
    diary.tells("2026-01-31T00:00:00Z PeriodStarted 2", "2026-03-02T00:00:00Z Ended");
    assertThat(diary.charge("n-1").code()).isEqualTo("PROCESS_FAIL");
  }

  /** The end lies within the second period: it is served and paid whole, and no third begins. */
  @Test
  void endTimeWithinAPeriod_shouldServeThatPeriodToItsEnd() {
    Diary diary =
        Diary.approved(START, Offer.from(START).until("2026-02-10T00:00:00Z").build()).skip();
    diary.until("2027-01-01T00:00:00Z");
    diary.tells(
        "2026-01-31T00:05:00Z ChargeRequested 2/1 1999",
        "2026-01-31T00:05:00Z ChargeSucceeded 2",
        "2026-02-01T00:00:00Z PeriodStarted 2",
        "2026-03-01T00:00:00Z Ended");
  }

  /** A period that would start at the end itself does not. */
  @Test
  void endTimeAtABoundary_shouldStartNoPeriodThere() {
    Diary diary =
        Diary.approved(START, Offer.from(START).until("2026-02-01T00:00:00Z").build()).skip();
    diary.until("2027-01-01T00:00:00Z");
    diary.tells("2026-02-01T00:00:00Z Ended");
  }

  @Test
  void noEnd_shouldGoOn() {
    Diary diary = Diary.monthly(START);
    diary.until("2036-01-01T00:00:00Z");
    assertThat(diary.live().progress().current()).isEqualTo(121);
  }

  @Test
  void bothEnds_shouldBeRefused() {
    Answer answer =
        new Diary(START).create(Offer.from(START).cycles(2).until("2026-02-10T00:00:00Z").build());
    assertThat(answer.code()).isEqualTo("PARAM_ILLEGAL");
    assertThat(answer.message()).contains("exclude each other");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 100})
  void cycleCountOutOfBounds_shouldBeRefused(int count) {
    Answer answer = new Diary(START).create(Offer.from(START).cycles(count).build());
    assertThat(answer.code()).isEqualTo("PARAM_ILLEGAL");
    assertThat(answer.message()).contains("from 1 to 99");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-12-31T00:00:00Z", "2026-01-01T00:00:00Z", "2126-03-01T00:00:00Z"})
  void endTimeOutOfBounds_shouldBeRefused(String end) {
    Answer answer = new Diary(START).create(Offer.from(START).until(end).build());
    assertThat(answer.code()).isEqualTo("PARAM_ILLEGAL");
    assertThat(answer.message()).contains("subscriptionEndTime");
  }

  /** Retries that are left when the subscription ends are given up, and the payment is final. */
  @Test
  void endWhileAPaymentIsRetried_shouldGiveThePaymentUp() {
    Diary diary =
        Diary.approved(START, Offer.from(START).every(2, PeriodUnit.DAY).cycles(2).build()).skip();
    diary.channel(SOFT).until("2026-02-01T00:00:00Z");
    diary.tells(
        "2026-01-02T00:05:00Z ChargeRequested 2/1 1999",
        "2026-01-02T00:05:00Z ChargeDeclined 2",
        "2026-01-03T00:00:00Z PeriodStarted 2",
        "2026-01-03T00:05:00Z ChargeRequested 2/2 1999",
        "2026-01-03T00:05:00Z ChargeDeclined 2",
        "2026-01-03T00:05:00Z PaymentFailed 2",
        "2026-01-05T00:00:00Z Ended");
  }

  /** The channel still owes an answer: it counts after the end too. */
  @Test
  void endWhileAChargeIsInFlight_shouldStillTakeItsAnswer() {
    Diary diary =
        Diary.approved(START, Offer.from(START).every(2, PeriodUnit.DAY).cycles(2).build()).skip();
    diary.channelSilent().until("2026-01-06T00:00:00Z");
    diary.answered(OK);
    diary.tells(
        "2026-01-02T00:05:00Z ChargeRequested 2/1 1999",
        "2026-01-02T00:35:00Z InquiryRequested 2",
        "2026-01-02T02:05:00Z InquiryRequested 2",
        "2026-01-02T08:05:00Z InquiryRequested 2",
        "2026-01-03T00:00:00Z PeriodStarted 2",
        "2026-01-03T08:05:00Z InquiryRequested 2",
        "2026-01-05T00:00:00Z Ended",
        "2026-01-06T00:00:00Z ChargeSucceeded 2");
  }

  /** The last period was never charged: nobody is left in doubt about it. */
  @Test
  void endWithARefusedMethod_shouldSayThatTheLastPeriodWasNotCharged() {
    Diary diary = Diary.approved(START, Offer.from(START).cycles(3).build()).skip();
    diary.channel(HARD).until("2026-06-01T00:00:00Z");
    diary.tells(
        "2026-01-31T00:05:00Z ChargeRequested 2/1 1999",
        "2026-01-31T00:05:00Z ChargeDeclined 2",
        "2026-01-31T00:05:00Z PaymentFailed 2",
        "2026-02-01T00:00:00Z PeriodStarted 2",
        "2026-03-01T00:00:00Z PeriodStarted 3",
        "2026-04-01T00:00:00Z PeriodSkipped 3 METHOD_REFUSED",
        "2026-04-01T00:00:00Z Ended");
  }

  @Test
  void endMovedByAnUpdate_shouldCountFromThenOn() {
    Diary diary = Diary.monthly(START);
    diary.until("2026-01-15T00:00:00Z");
    assertThat(diary.update(NewTerms.of("u-1").until("2026-03-01T00:00:00Z")).succeeded()).isTrue();
    diary.until("2027-01-01T00:00:00Z");
    diary.tells(
        "2026-01-15T00:00:00Z Updated u-1",
        "2026-01-31T00:05:00Z ChargeRequested 2/1 1999",
        "2026-01-31T00:05:00Z ChargeSucceeded 2",
        "2026-02-01T00:00:00Z PeriodStarted 2",
        "2026-03-01T00:00:00Z Ended");
  }
}
