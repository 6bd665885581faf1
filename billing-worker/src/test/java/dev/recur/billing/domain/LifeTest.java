package dev.recur.billing.domain;

import static dev.recur.billing.domain.Given.monthly;
import static dev.recur.billing.domain.Given.time;
import static dev.recur.billing.domain.Given.usd;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whole lives as diaries: on this day exactly these events, and no others. */
class LifeTest {
  private static final ChannelOutcome SOFT =
      new ChannelOutcome.Declined("insufficient_funds", false);
  private static final ChannelOutcome HARD = new ChannelOutcome.Declined("stolen", true);
  private static final ChannelOutcome OK = new ChannelOutcome.Succeeded(Optional.of("ref"));
  private static final ChannelOutcome PENDING = new ChannelOutcome.NotFinal(true);
  private static final ChannelOutcome UNKNOWN = new ChannelOutcome.NotFinal(false);

  /** Antom, Subscription update: charge 2 at 2026-04-12T18:20:29 for 2026-04-13T18:15:29. */
  @Test
  void monthly_shouldChargeFirstAtStartAndLaterAtTheirLead() {
    Diary diary = new Diary("2026-03-13T18:15:29+08:00");
    diary.create(monthly("2026-03-13T18:15:29+08:00"));
    diary.approve();
    diary.tells(
        "2026-03-13T10:15:29Z Created",
        "2026-03-13T10:15:29Z Approved",
        "2026-03-13T10:15:29Z PeriodStarted 1",
        "2026-03-13T10:15:29Z ChargeRequested 1/1 1999",
        "2026-03-13T10:15:29Z ChargeSucceeded 1");
    diary.until("2026-05-13T18:15:29+08:00");
    diary.tells(
        "2026-04-12T10:20:29Z ChargeRequested 2/1 1999",
        "2026-04-12T10:20:29Z ChargeSucceeded 2",
        "2026-04-13T10:15:29Z PeriodStarted 2",
        "2026-05-12T10:20:29Z ChargeRequested 3/1 1999",
        "2026-05-12T10:20:29Z ChargeSucceeded 3",
        "2026-05-13T10:15:29Z PeriodStarted 3");
  }

  /** Antom, Subscription trial: seven days free, start = trial end minus one period. */
  @Test
  void sevenDayTrial_shouldWaiveTheFirstPeriodAndChargeBeforeItsEnd() {
    Diary diary = new Diary("2025-03-12T16:15:29+08:00");
    diary.create(
        Given.request(
            "2025-02-19T16:15:29+08:00", PeriodUnit.MONTH, 1, List.of(new Trial(1, 1, usd(0)))));
    diary.approve();
    diary.tells(
        "2025-03-12T08:15:29Z Created",
        "2025-03-12T08:15:29Z Approved",
        "2025-03-12T08:15:29Z PeriodStarted 1",
        "2025-03-12T08:15:29Z PeriodWaived 1");
    assertThat(status(diary)).isEqualTo(LifecycleStatus.TRIALING);
    diary.until("2025-03-19T16:15:29+08:00");
    diary.tells(
        "2025-03-18T08:20:29Z ChargeRequested 2/1 1999",
        "2025-03-18T08:20:29Z ChargeSucceeded 2",
        "2025-03-19T08:15:29Z PeriodStarted 2");
    assertThat(status(diary)).isEqualTo(LifecycleStatus.ACTIVE);
  }

  @Test
  void inIncomplete_noDecision_shouldExpireAndRefuseTheBuyer() {
    Diary diary = new Diary("2026-01-01T00:00:00Z");
    diary.create(monthly("2026-01-01T00:00:00Z"));
    diary.until("2026-01-01T01:00:00Z");
    diary.tells("2026-01-01T00:00:00Z Created", "2026-01-01T00:30:00Z AuthorisationExpired");
    Answer answer = diary.approve();
    assertThat(answer.succeeded()).isFalse();
    assertThat(answer.code()).isEqualTo("PROCESS_FAIL");
    diary.approve();
    diary.tells("2026-01-01T01:00:00Z CommandRefused PROCESS_FAIL");
  }

  @Test
  void inLive_cancel_shouldServeToPeriodEndAndThenCancel() {
    Diary diary = approved("2026-01-31T00:00:00Z");
    diary.until("2026-02-10T00:00:00Z");
    assertThat(diary.cancel().succeeded()).isTrue();
    assertThat(diary.cancel().succeeded()).isTrue();
    diary.tells("2026-02-10T00:00:00Z RenewalCancelled 2026-02-28T00:00:00Z");
    diary.until("2026-06-01T00:00:00Z");
    diary.tells("2026-02-28T00:00:00Z Canceled");
    assertThat(status(diary)).isEqualTo(LifecycleStatus.CANCELED);
  }

  @Test
  void inLive_cancelAfterTheNextPeriodIsCharged_shouldServeThatPeriodToo() {
    Diary diary = approved("2026-01-01T00:00:00Z");
    diary.until("2026-01-31T12:00:00Z").skip();
    diary.cancel();
    diary.tells("2026-01-31T12:00:00Z RenewalCancelled 2026-03-01T00:00:00Z");
    diary.until("2026-06-01T00:00:00Z");
    diary.tells("2026-02-01T00:00:00Z PeriodStarted 2", "2026-03-01T00:00:00Z Canceled");
  }

  @Test
  void inLive_terminate_shouldEndAtOnce() {
    Diary diary = approved("2026-01-01T00:00:00Z");
    diary.until("2026-01-10T00:00:00Z").skip();
    diary.terminate();
    diary.until("2027-01-10T00:00:00Z");
    diary.tells("2026-01-10T00:00:00Z Canceled");
  }

  @Test
  void inLive_terminateWithChargeInFlight_shouldStillTakeItsAnswer() {
    Diary diary = approved("2026-01-01T00:00:00Z").channelSilent();
    diary.until("2026-01-31T12:00:00Z").skip();
    diary.terminate();
    Collection open = open(diary);
    diary.take(answer(open, 0, OK), time("2026-01-31T12:00:01Z"));
    diary.tells("2026-01-31T12:00:00Z Canceled", "2026-01-31T12:00:01Z ChargeSucceeded 2");
  }

  @Test
  void softDeclines_shouldRetryOnTheirDaysAndThenFailOnce() {
    Diary diary = approved("2026-01-01T00:00:00Z").channel(SOFT);
    diary.until("2026-02-01T00:04:00Z");
    diary.tells(
        "2026-01-31T00:05:00Z ChargeRequested 2/1 1999",
        "2026-01-31T00:05:00Z ChargeDeclined 2",
        "2026-02-01T00:00:00Z PeriodStarted 2");
    assertThat(status(diary)).isEqualTo(LifecycleStatus.PAYMENTDUE);
    diary.until("2026-02-20T00:00:00Z");
    diary.tells(
        "2026-02-01T00:05:00Z ChargeRequested 2/2 1999",
        "2026-02-01T00:05:00Z ChargeDeclined 2",
        "2026-02-03T00:05:00Z ChargeRequested 2/3 1999",
        "2026-02-03T00:05:00Z ChargeDeclined 2",
        "2026-02-05T00:05:00Z ChargeRequested 2/4 1999",
        "2026-02-05T00:05:00Z ChargeDeclined 2",
        "2026-02-05T00:05:00Z PaymentFailed 2");
    assertThat(status(diary)).isEqualTo(LifecycleStatus.PASTDUE);
    diary.channel(OK).until("2026-03-02T00:00:00Z");
    diary.tells(
        "2026-02-28T00:05:00Z ChargeRequested 3/1 1999",
        "2026-02-28T00:05:00Z ChargeSucceeded 3",
        "2026-03-01T00:00:00Z PeriodStarted 3");
    assertThat(status(diary)).isEqualTo(LifecycleStatus.ACTIVE);
  }

  @Test
  void hardDecline_shouldChargeNothingAnyMore() {
    Diary diary = approved("2026-01-01T00:00:00Z").channel(HARD);
    diary.until("2026-04-15T00:00:00Z");
    diary.tells(
        "2026-01-31T00:05:00Z ChargeRequested 2/1 1999",
        "2026-01-31T00:05:00Z ChargeDeclined 2",
        "2026-01-31T00:05:00Z PaymentFailed 2",
        "2026-02-01T00:00:00Z PeriodStarted 2",
        "2026-03-01T00:00:00Z PeriodStarted 3",
        "2026-04-01T00:00:00Z PeriodSkipped 3 METHOD_REFUSED",
        "2026-04-01T00:00:00Z PeriodStarted 4");
    assertThat(status(diary)).isEqualTo(LifecycleStatus.PASTDUE);
  }

  @Test
  void pending_shouldBeInquiredAboutAndNeverChargedAgain() {
    Diary diary = approved("2026-01-01T00:00:00Z").channel(PENDING);
    diary.until("2026-01-31T00:06:30Z");
    diary.channel(OK).until("2026-02-01T00:00:00Z");
    diary.tells(
        "2026-01-31T00:05:00Z ChargeRequested 2/1 1999",
        "2026-01-31T00:05:00Z ChargeUnresolved 2",
        "2026-01-31T00:06:00Z InquiryRequested 2",
        "2026-01-31T00:06:00Z ChargeUnresolved 2",
        "2026-01-31T00:07:00Z InquiryRequested 2",
        "2026-01-31T00:07:00Z ChargeSucceeded 2",
        "2026-02-01T00:00:00Z PeriodStarted 2");
  }

  @Test
  void unknownForGood_shouldParkAfterABoundedNumberOfInquiries() {
    Diary diary = approved("2026-01-01T00:00:00Z").channel(UNKNOWN);
    diary.until("2027-01-01T00:00:00Z");
    assertThat(diary.all().stream().filter(Event.Parked.class::isInstance)).hasSize(1);
    assertThat(diary.existing().head().parked()).isTrue();
    assertThat(diary.all().stream().filter(Event.ChargeRequested.class::isInstance)).hasSize(2);
    assertThat(diary.all().stream().filter(Event.InquiryRequested.class::isInstance)).hasSize(20);
  }

  @Test
  void notFound_shouldPresentTheSameKeyAgain() {
    Diary diary = approved("2026-01-01T00:00:00Z").channel(UNKNOWN);
    diary.until("2026-01-31T00:05:30Z");
    diary.skip().channelSilent().until("2026-01-31T00:06:00Z");
    Collection open = open(diary);
    diary.take(answer(open, 1, new ChannelOutcome.NotFound()), time("2026-01-31T00:06:01Z"));
    diary.tells(
        "2026-01-31T00:06:00Z InquiryRequested 2", "2026-01-31T00:06:01Z ChargePresentedAgain 2");
    assertThat(open(diary).attempt()).isEqualTo(open.attempt());
    assertThat(open(diary).presentUntil()).isEqualTo(open.presentUntil());
  }

  @Test
  void notFoundAfterThePresentingTime_shouldOnlyBeInquiredAbout() {
    Diary diary = approved("2026-01-01T00:00:00Z").channel(UNKNOWN);
    diary.until("2026-01-31T00:05:30Z");
    diary.skip().channelSilent().until("2026-01-31T00:06:00Z");
    diary.take(answer(open(diary), 1, new ChannelOutcome.NotFound()), time("2026-02-01T00:05:00Z"));
    diary.tells(
        "2026-01-31T00:06:00Z InquiryRequested 2", "2026-02-01T00:05:00Z ChargeUnresolved 2");
  }

  @Test
  void lateSuccessAfterFailure_shouldCountAsPaid() {
    Diary diary = approved("2026-01-01T00:00:00Z").channel(HARD);
    diary.until("2026-02-10T00:00:00Z").skip();
    Payment failed =
        diary.all().stream()
            .filter(Event.PaymentFailed.class::isInstance)
            .map(event -> ((Event.PaymentFailed) event).payment())
            .findFirst()
            .orElseThrow();
    Input late = new Input.ChannelAnswer(failed.paymentId(), 1, 0, OK, Memory.NONE);
    diary.take(late, time("2026-02-10T00:00:00Z"));
    diary.tells("2026-02-10T00:00:00Z ChargeSucceeded 2");
  }

  /** Else the second key would be paid for once more. */
  @Test
  void lateSuccessOfAnEarlierAttempt_shouldCountAsPaid() {
    Diary diary = approved("2026-01-01T00:00:00Z").channel(SOFT);
    diary.until("2026-02-01T00:04:00Z").channelSilent().until("2026-02-01T01:00:00Z").skip();
    Collection open = open(diary);
    assertThat(open.attempt()).isEqualTo(2);
    Input late = new Input.ChannelAnswer(open.payment().paymentId(), 1, 0, OK, Memory.NONE);
    diary.take(late, time("2026-02-01T01:00:00Z"));
    diary.tells("2026-02-01T01:00:00Z ChargeSucceeded 2");
    assertThat(status(diary)).isEqualTo(LifecycleStatus.ACTIVE);
  }

  @Test
  void lateDeclineOfAnEarlierAttempt_shouldNotSettleTheLatest() {
    Diary diary = approved("2026-01-01T00:00:00Z").channel(SOFT);
    diary.until("2026-02-01T00:04:00Z").channelSilent().until("2026-02-01T01:00:00Z").skip();
    String paymentId = open(diary).payment().paymentId();
    for (ChannelOutcome outcome : List.of(HARD, PENDING, new ChannelOutcome.NotFound())) {
      diary.take(
          new Input.ChannelAnswer(paymentId, 1, 0, outcome, Memory.NONE),
          time("2026-02-01T01:00:00Z"));
    }
    diary.tells();
  }

  /** It would go back and forth as fast as both can, until presentUntil. */
  @Test
  void notFoundInAnswerToACharge_shouldBeInquiredAboutAfterAPause() {
    Diary diary = approved("2026-01-01T00:00:00Z").channel(new ChannelOutcome.NotFound());
    diary.until("2026-01-31T00:05:30Z");
    diary.tells(
        "2026-01-31T00:05:00Z ChargeRequested 2/1 1999", "2026-01-31T00:05:00Z ChargeUnresolved 2");
  }

  @Test
  void endTime_shouldStartNoPeriodAtOrAfterItAndThenEnd() {
    Diary diary = new Diary("2026-01-01T00:00:00Z");
    diary.create(Offer.from("2026-01-01T00:00:00Z").until("2026-03-01T00:00:00Z").build());
    diary.approve();
    diary.skip().until("2027-01-01T00:00:00Z");
    diary.tells(
        "2026-01-31T00:05:00Z ChargeRequested 2/1 1999",
        "2026-01-31T00:05:00Z ChargeSucceeded 2",
        "2026-02-01T00:00:00Z PeriodStarted 2",
        "2026-03-01T00:00:00Z Ended");
    assertThat(status(diary)).isEqualTo(LifecycleStatus.ENDED);
  }

  @Test
  void repeatedCreate_shouldAnswerTheSameOrSayThatItDiffers() {
    Diary diary = new Diary("2026-01-01T00:00:00Z");
    assertThat(diary.create(monthly("2026-01-01T00:00:00Z")).succeeded()).isTrue();
    assertThat(diary.create(monthly("2026-01-01T00:00:00Z")).succeeded()).isTrue();
    Answer other =
        diary.create(Given.request("2026-01-01T00:00:00Z", PeriodUnit.WEEK, 1, List.of()));
    assertThat(other.code()).isEqualTo("REPEAT_REQ_INCONSISTENT");
    diary.tells(
        "2026-01-01T00:00:00Z Created",
        "2026-01-01T00:00:00Z CommandRefused REPEAT_REQ_INCONSISTENT");
  }

  @Test
  void anotherClient_shouldSeeNothingAndLeaveNoTrace() {
    Diary diary = approved("2026-01-01T00:00:00Z");
    Answer answer = diary.command(new Input.Command.Terminate("c", "somebody else"));
    assertThat(answer.code()).isEqualTo("SUBSCRIPTION_NOT_EXIST");
    diary.tells();
  }

  private static Diary approved(String start) {
    Diary diary = new Diary(start);
    diary.create(monthly(start));
    diary.approve();
    return diary.skip();
  }

  private static LifecycleStatus status(Diary diary) {
    return LifecycleStatus.of((State.Existing) diary.state());
  }

  private static Collection open(Diary diary) {
    return ((State.Existing) diary.state()).collection().orElseThrow();
  }

  private static Input answer(Collection open, int inquiry, ChannelOutcome outcome) {
    return new Input.ChannelAnswer(
        open.payment().paymentId(), open.attempt(), inquiry, outcome, Memory.NONE);
  }
}
