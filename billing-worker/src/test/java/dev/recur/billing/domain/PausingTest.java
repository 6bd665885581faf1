package dev.recur.billing.domain;

import static dev.recur.billing.domain.ScriptedChannel.HARD;
import static dev.recur.billing.domain.ScriptedChannel.OK;
import static dev.recur.billing.domain.ScriptedChannel.SOFT;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Pause and resume as diaries (seed 002, paused): nothing is charged, and nothing later either. */
class PausingTest {
  private static final String START = "2026-01-31T00:00:00Z";

  /** Two boundaries pass; the anchor, the 31st, stays; the next charge is for the first after. */
  @Test
  void pauseOverBoundaries_shouldSkipPeriodsAndKeepTheAnchor() {
    Diary diary = Diary.monthly(START);
    diary.until("2026-02-10T00:00:00Z");
    assertThat(diary.pause("p-1").succeeded()).isTrue();
    assertThat(diary.status()).isEqualTo(LifecycleStatus.PAUSED);
    diary.until("2026-04-10T00:00:00Z");
    diary.tells(
        "2026-02-10T00:00:00Z Paused p-1",
        "2026-02-28T00:00:00Z PeriodSkipped 2 PAUSED",
        "2026-03-31T00:00:00Z PeriodSkipped 3 PAUSED");
    assertThat(diary.resume("p-2").succeeded()).isTrue();
    assertThat(diary.status()).isEqualTo(LifecycleStatus.ACTIVE);
    diary.until("2026-05-31T00:00:00Z");
    diary.tells(
        "2026-04-10T00:00:00Z Resumed p-2",
        "2026-04-29T00:05:00Z ChargeRequested 4/1 1999",
        "2026-04-29T00:05:00Z ChargeSucceeded 4",
        "2026-04-30T00:00:00Z PeriodStarted 4",
        "2026-05-30T00:05:00Z ChargeRequested 5/1 1999",
        "2026-05-30T00:05:00Z ChargeSucceeded 5",
        "2026-05-31T00:00:00Z PeriodStarted 5");
  }

  /** Within one period nothing is lost: it is as if there had been no pause. */
  @Test
  void pauseWithinAPeriod_shouldLeaveTheNextChargeAsItWas() {
    Diary diary = Diary.monthly(START);
    diary.pause("p-1");
    diary.until("2026-02-10T00:00:00Z").resume("p-2");
    diary.until("2026-02-28T00:00:00Z");
    diary.tells(
        "2026-01-31T00:00:00Z Paused p-1",
        "2026-02-10T00:00:00Z Resumed p-2",
        "2026-02-27T00:05:00Z ChargeRequested 2/1 1999",
        "2026-02-27T00:05:00Z ChargeSucceeded 2",
        "2026-02-28T00:00:00Z PeriodStarted 2");
  }

  /** Resumed after the lead but before the boundary: the charge is made then, late and in time. */
  @Test
  void resumeShortlyBeforeTheBoundary_shouldChargeAtOnce() {
    Diary diary = Diary.monthly(START);
    diary.pause("p-1");
    diary.until("2026-02-27T12:00:00Z").skip().resume("p-2");
    diary.until("2026-02-28T00:00:00Z");
    diary.tells(
        "2026-02-27T12:00:00Z Resumed p-2",
        "2026-02-27T12:00:00Z ChargeRequested 2/1 1999",
        "2026-02-27T12:00:00Z ChargeSucceeded 2",
        "2026-02-28T00:00:00Z PeriodStarted 2");
  }

  /** What was not charged so far never is, also of what was missed before: each is skipped. */
  @Test
  void pauseWhileCatchingUp_shouldSkipWhatWasMissed() {
    Diary diary =
        Diary.approved(
            START,
            Offer.from(START)
                .every(1, PeriodUnit.DAY)
                .catchUp(Policies.CatchUp.EACH, 20)
                .chargesPerDay(4)
                .build());
    diary.outageUntil("2026-02-05T12:00:00Z").skip();
    assertThat(diary.live().dues().backlog())
        .extracting(missed -> missed.period().number())
        .containsExactly(3, 4, 5);
    diary.pause("p-1");
    diary.until("2026-02-05T13:00:00Z");
    diary.tells(
        "2026-02-05T12:00:00Z PeriodSkipped 3 PAUSED",
        "2026-02-05T12:00:00Z PeriodSkipped 4 PAUSED",
        "2026-02-05T12:00:00Z PeriodSkipped 5 PAUSED",
        "2026-02-05T12:00:00Z Paused p-1");
    diary.resume("p-2");
    diary.until("2026-02-06T12:00:00Z");
    diary.tells(
        "2026-02-05T13:00:00Z Resumed p-2",
        "2026-02-06T00:00:00Z PeriodStarted 7",
        "2026-02-06T00:05:00Z ChargeRequested 8/1 1999",
        "2026-02-06T00:05:00Z ChargeSucceeded 8");
  }

  @Test
  void pauseWhilePeriodsAreHeld_shouldSkipThem() {
    Diary diary =
        Diary.approved(START, Offer.from(START).catchUp(Policies.CatchUp.HOLD, 12).build());
    diary.outageUntil("2026-05-10T00:00:00Z").skip();
    diary.pause("p-1");
    diary.tells(
        "2026-05-10T00:00:00Z PeriodSkipped 2 PAUSED",
        "2026-05-10T00:00:00Z PeriodSkipped 3 PAUSED",
        "2026-05-10T00:00:00Z Paused p-1");
    diary.resume("p-2");
    assertThat(diary.heldCycles(true).message()).contains("No period is held");
  }

  /** It was paid before the pause, so it starts. */
  @Test
  void pauseAfterTheNextPeriodIsCharged_shouldStartThatPeriod() {
    Diary diary = Diary.monthly(START);
    diary.until("2026-02-27T12:00:00Z").skip().pause("p-1");
    diary.until("2026-04-01T00:00:00Z");
    diary.tells(
        "2026-02-27T12:00:00Z Paused p-1",
        "2026-02-28T00:00:00Z PeriodStarted 2",
        "2026-03-31T00:00:00Z PeriodSkipped 3 PAUSED");
  }

  @Test
  void resumeTime_shouldResumeByItself() {
    Diary diary = Diary.monthly(START);
    diary.pauseUntil("p-1", "2026-03-15T08:30:00Z");
    diary.until("2026-03-31T00:00:00Z");
    diary.tells(
        "2026-01-31T00:00:00Z Paused p-1",
        "2026-02-28T00:00:00Z PeriodSkipped 2 PAUSED",
        "2026-03-15T08:30:00Z Resumed by itself",
        "2026-03-30T00:05:00Z ChargeRequested 3/1 1999",
        "2026-03-30T00:05:00Z ChargeSucceeded 3",
        "2026-03-31T00:00:00Z PeriodStarted 3");
  }

  /** Resumed at the very boundary: the pause is over, so the period starts and is charged. */
  @Test
  void resumeTimeAtABoundary_shouldStartThatPeriod() {
    Diary diary = Diary.monthly(START);
    diary.pauseUntil("p-1", "2026-02-28T00:00:00Z");
    diary.skip().until("2026-03-01T00:00:00Z");
    diary.tells(
        "2026-02-28T00:00:00Z Resumed by itself",
        "2026-02-28T00:00:00Z ChargeRequested 2/1 1999",
        "2026-02-28T00:00:00Z ChargeSucceeded 2",
        "2026-02-28T00:00:00Z PeriodStarted 2");
  }

  @Test
  void resumeTimeThatHasPassed_shouldBeRefused() {
    Diary diary = Diary.monthly(START);
    assertThat(diary.pauseUntil("p-1", START).code()).isEqualTo("PARAM_ILLEGAL");
    assertThat(diary.pauseUntil("p-2", "9999-01-01T00:00:00Z").code()).isEqualTo("PARAM_ILLEGAL");
    assertThat(diary.live().pause()).isEmpty();
  }

  /** Earlier than its time, by hand; and a new pause says anew when it ends. */
  @Test
  void pausedAgainAndResumedByHand_shouldForgetTheFirstTime() {
    Diary diary = Diary.monthly(START);
    diary.pauseUntil("p-1", "2026-02-05T00:00:00Z");
    diary.pauseUntil("p-2", "2026-02-20T00:00:00Z");
    diary.until("2026-02-10T00:00:00Z");
    diary.resume("p-3");
    diary.until("2026-02-26T00:00:00Z");
    diary.tells(
        "2026-01-31T00:00:00Z Paused p-1",
        "2026-01-31T00:00:00Z Paused p-2",
        "2026-02-10T00:00:00Z Resumed p-3");
  }

  @Test
  void resumeOfWhatIsNotPaused_shouldSucceedAndChangeNothing() {
    Diary diary = Diary.monthly(START);
    assertThat(diary.resume("p-1").succeeded()).isTrue();
    diary.tells();
  }

  /** Paused before the start of a pre-sale: that period is skipped too. */
  @Test
  void pauseBeforeTheStart_shouldSkipTheFirstPeriod() {
    Diary diary = Diary.approved("2026-01-01T00:00:00Z", Given.monthly(START)).skip();
    diary.pause("p-1");
    diary.until("2026-02-10T00:00:00Z").resume("p-2");
    diary.until("2026-02-28T00:00:00Z");
    diary.tells(
        "2026-01-01T00:00:00Z Paused p-1",
        "2026-01-31T00:00:00Z PeriodSkipped 1 PAUSED",
        "2026-02-10T00:00:00Z Resumed p-2",
        "2026-02-27T00:05:00Z ChargeRequested 2/1 1999",
        "2026-02-27T00:05:00Z ChargeSucceeded 2",
        "2026-02-28T00:00:00Z PeriodStarted 2");
  }

  /** A declined payment is given up; the answer of one in flight still counts. */
  @Test
  void pauseDuringRetries_shouldGiveThePaymentUp() {
    Diary diary = Diary.monthly(START).channel(SOFT);
    diary.until("2026-02-28T00:00:00Z").skip().pause("p-1");
    diary.until("2026-03-10T00:00:00Z");
    diary.tells("2026-02-28T00:00:00Z PaymentFailed 2", "2026-02-28T00:00:00Z Paused p-1");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.PAUSED);
  }

  @Test
  void pauseDuringACharge_shouldStillTakeItsAnswer() {
    Diary diary = Diary.monthly(START).channelSilent();
    diary.until("2026-02-27T12:00:00Z").skip().pause("p-1");
    diary.answered(OK).until("2026-03-01T00:00:00Z");
    diary.tells(
        "2026-02-27T12:00:00Z Paused p-1",
        "2026-02-27T12:00:00Z ChargeSucceeded 2",
        "2026-02-28T00:00:00Z PeriodStarted 2");
    Diary declined = Diary.monthly(START).channelSilent();
    declined.until("2026-02-27T12:00:00Z").skip().pause("p-1");
    declined.answered(SOFT).until("2026-03-01T00:00:00Z");
    declined.tells(
        "2026-02-27T12:00:00Z Paused p-1",
        "2026-02-27T12:00:00Z ChargeDeclined 2",
        "2026-02-27T12:00:00Z PaymentFailed 2",
        "2026-02-28T00:00:00Z PeriodStarted 2");
  }

  /** The period that runs and was never charged, because of the method, never is. */
  @Test
  void pauseWithARefusedMethod_shouldSkipThePeriodThatRuns() {
    Diary diary = Diary.monthly(START).channel(HARD);
    diary.until("2026-04-10T00:00:00Z").skip().pause("p-1");
    diary.channel(OK).replaceMethod("m-1", "DANA");
    diary.until("2026-04-20T00:00:00Z").resume("p-2");
    diary.until("2026-04-30T00:00:00Z");
    diary.tells(
        "2026-04-10T00:00:00Z PeriodSkipped 3 PAUSED",
        "2026-04-10T00:00:00Z Paused p-1",
        "2026-04-10T00:00:00Z MethodReplaced DANA",
        "2026-04-20T00:00:00Z Resumed p-2",
        "2026-04-29T00:05:00Z ChargeRequested 4/1 1999",
        "2026-04-29T00:05:00Z ChargeSucceeded 4",
        "2026-04-30T00:00:00Z PeriodStarted 4");
  }

  /** Cycles that pass in a pause are cycles: the end comes when it was agreed. */
  @Test
  void cycleCountOverAPause_shouldCountTheSkippedOnes() {
    Diary diary = Diary.approved(START, Offer.from(START).cycles(3).build()).skip();
    diary.pause("p-1");
    diary.skip().until("2026-12-31T00:00:00Z");
    diary.tells(
        "2026-02-28T00:00:00Z PeriodSkipped 2 PAUSED",
        "2026-03-31T00:00:00Z PeriodSkipped 3 PAUSED",
        "2026-04-30T00:00:00Z Ended");
  }

  @Test
  void canceledWhilePaused_shouldEndWithThePeriod() {
    Diary diary = Diary.monthly(START);
    diary.pause("p-1");
    diary.skip().cancel();
    diary.until("2026-12-31T00:00:00Z");
    diary.tells(
        "2026-01-31T00:00:00Z RenewalCancelled 2026-02-28T00:00:00Z",
        "2026-02-28T00:00:00Z Canceled");
  }

  @Test
  void pauseOnceRenewalIsOff_shouldBeRefused() {
    Diary diary = Diary.monthly(START);
    diary.cancel();
    Answer answer = diary.pause("p-1");
    assertThat(answer.code()).isEqualTo("PROCESS_FAIL");
    assertThat(answer.message()).contains("nothing more is charged");
  }

  /** A self-managed one refuses the merchant's charges, and counts its periods as skipped. */
  @Test
  void selfManagedPaused_shouldRefuseCharges() {
    Diary diary = Diary.approved(START, Offer.from(START).selfManaged().build());
    diary.pause("p-1");
    diary.skip();
    assertThat(diary.charge("n-1").message()).contains("resume it first");
    diary.until("2026-03-03T00:00:00Z").resume("p-2");
    assertThat(diary.charge("n-2").succeeded()).isTrue();
    diary.tells(
        "2026-01-31T00:00:00Z CommandRefused PROCESS_FAIL",
        "2026-03-02T00:00:00Z PeriodSkipped 2 PAUSED",
        "2026-03-03T00:00:00Z Resumed p-2",
        "2026-03-03T00:00:00Z ChargeRequested 2/1 1999 manual n-2",
        "2026-03-03T00:00:00Z ChargeSucceeded 2 manual n-2");
  }

  /** An update that waited for a period takes effect with it, paused or not. */
  @Test
  void updateThatWaitsForASkippedPeriod_shouldTakeEffectThen() {
    Diary diary = Diary.monthly(START);
    diary.update(NewTerms.of("u-1").price(5000).fromTheNextPeriod());
    diary.pause("p-1");
    diary.skip().until("2026-03-01T00:00:00Z").resume("p-2");
    diary.until("2026-03-31T00:00:00Z");
    diary.tells(
        "2026-02-28T00:00:00Z PeriodSkipped 2 PAUSED",
        "2026-02-28T00:00:00Z UpdateTookEffect u-1 2",
        "2026-03-01T00:00:00Z Resumed p-2",
        "2026-03-30T00:05:00Z ChargeRequested 3/1 5000",
        "2026-03-30T00:05:00Z ChargeSucceeded 3",
        "2026-03-31T00:00:00Z PeriodStarted 3");
  }

  /**
   * Its period starts after the resume, so it is charged, though it had failed before the pause.
   */
  @Test
  void resumeBeforeThePeriodThatFailedAhead_shouldChargeIt() {
    Diary diary = Diary.monthly("2026-01-01T00:00:00Z").channel(SOFT);
    diary.until("2026-01-31T06:00:00Z").skip().channel(OK);
    diary.pause("p-1");
    diary.resume("r-1");
    diary.until("2026-02-20T00:00:00Z");
    diary.tells(
        "2026-01-31T06:00:00Z PaymentFailed 2",
        "2026-01-31T06:00:00Z Paused p-1",
        "2026-01-31T06:00:00Z Resumed r-1",
        "2026-01-31T06:00:00Z ChargeRequested 2/2 1999",
        "2026-01-31T06:00:00Z ChargeSucceeded 2",
        "2026-02-01T00:00:00Z PeriodStarted 2");
  }

  /** Declined only in the pause, softly or for good: nobody's period is free for that. */
  @Test
  void resumeBeforeThePeriodThatFailedAheadInThePause_shouldChargeIt() {
    Diary diary = Diary.monthly("2026-01-01T00:00:00Z").channelSilent();
    diary.until("2026-01-31T06:00:00Z").skip().pause("p-1");
    diary.answered(SOFT).channel(OK).until("2026-01-31T07:00:00Z").resume("r-1");
    diary.until("2026-02-20T00:00:00Z");
    diary.tells(
        "2026-01-31T06:00:00Z Paused p-1",
        "2026-01-31T06:00:00Z ChargeDeclined 2",
        "2026-01-31T06:00:00Z PaymentFailed 2",
        "2026-01-31T07:00:00Z Resumed r-1",
        "2026-01-31T07:00:00Z ChargeRequested 2/2 1999",
        "2026-01-31T07:00:00Z ChargeSucceeded 2",
        "2026-02-01T00:00:00Z PeriodStarted 2");
    Diary refused = Diary.monthly("2026-01-01T00:00:00Z").channelSilent();
    refused.until("2026-01-31T06:00:00Z").pause("p-1");
    refused.answered(HARD).until("2026-01-31T07:00:00Z").skip().channel(OK).resume("r-1");
    refused.replaceMethod("m-1", "DANA");
    refused.until("2026-02-20T00:00:00Z");
    refused.tells(
        "2026-01-31T07:00:00Z Resumed r-1",
        "2026-01-31T07:00:00Z MethodReplaced DANA",
        "2026-01-31T07:00:00Z ChargeRequested 2/2 1999",
        "2026-01-31T07:00:00Z ChargeSucceeded 2",
        "2026-02-01T00:00:00Z PeriodStarted 2");
  }

  /** What starts in the pause is not charged any more, whenever it was declined. */
  @Test
  void resumeAfterThePeriodThatFailedAheadInThePause_shouldNotChargeIt() {
    Diary diary = Diary.monthly("2026-01-01T00:00:00Z").channelSilent();
    diary.until("2026-01-31T06:00:00Z").skip().pause("p-1");
    diary.answered(SOFT).until("2026-02-01T07:00:00Z").channel(OK).resume("r-1");
    diary.until("2026-02-20T00:00:00Z");
    diary.tells(
        "2026-01-31T06:00:00Z Paused p-1",
        "2026-01-31T06:00:00Z ChargeDeclined 2",
        "2026-01-31T06:00:00Z PaymentFailed 2",
        "2026-02-01T00:00:00Z PeriodStarted 2",
        "2026-02-01T07:00:00Z Resumed r-1");
  }

  /** A late decline is not tried again when its period is over, whatever stood still meanwhile. */
  @Test
  void declineAfterItsPeriod_shouldNotBeTriedAgain() {
    Diary diary = Diary.monthly("2026-01-01T00:00:00Z").channelSilent();
    diary.until("2026-02-02T00:00:00Z").pause("p-1");
    diary.until("2026-03-10T00:00:00Z").resume("r-1");
    diary.channel(OK).skip().says(SOFT, diary.paymentOf(2), 1);
    assertThat(diary.all()).filteredOn(Event.ChargeRequested.class::isInstance).hasSize(2);
    assertThat(diary.all().getLast()).isInstanceOf(Event.PaymentFailed.class);
  }
}
