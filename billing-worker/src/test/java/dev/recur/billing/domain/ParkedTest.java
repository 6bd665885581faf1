package dev.recur.billing.domain;

import static dev.recur.billing.domain.ScriptedChannel.HARD;
import static dev.recur.billing.domain.ScriptedChannel.OK;
import static dev.recur.billing.domain.ScriptedChannel.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What stands still while a person has to look, and what does not, as diaries. */
class ParkedTest {
  private static final String START = "2026-01-01T00:00:00Z";

  /** Only the charging: whoever cancelled is not served for as long as nobody looks. */
  @Test
  void cancelled_shouldEndWithItsPeriod() {
    Diary diary = parked(Offer.from(START));
    diary.cancel();
    diary.until("2026-06-01T00:00:00Z");
    diary.tells(
        "2026-02-20T00:00:00Z RenewalCancelled 2026-03-01T00:00:00Z",
        "2026-03-01T00:00:00Z Canceled");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.CANCELED);
  }

  @Test
  void lastCycle_shouldEndWithoutACharge() {
    Diary diary = parked(Offer.from(START).cycles(3));
    diary.until("2026-06-01T00:00:00Z");
    diary.tells(
        "2026-03-01T00:00:00Z PeriodStarted 3",
        "2026-04-01T00:00:00Z PeriodSkipped 3 ENDED",
        "2026-04-01T00:00:00Z Ended");
  }

  @Test
  void endTime_shouldEndWithoutACharge() {
    Diary diary = parked(Offer.from(START).until("2026-03-20T00:00:00Z"));
    diary.until("2026-06-01T00:00:00Z");
    diary.tells(
        "2026-03-01T00:00:00Z PeriodStarted 3",
        "2026-04-01T00:00:00Z PeriodSkipped 3 ENDED",
        "2026-04-01T00:00:00Z Ended");
  }

  /** The period that runs at the release is charged; those that ended are decided as missed. */
  @Test
  void released_shouldChargeTheRunningPeriod() {
    Diary diary = parked(Offer.from(START));
    diary.until("2026-05-10T00:00:00Z").release();
    diary.tells(
        "2026-03-01T00:00:00Z PeriodStarted 3",
        "2026-04-01T00:00:00Z CatchUpDecided 3 SKIP",
        "2026-04-01T00:00:00Z PeriodStarted 4",
        "2026-05-01T00:00:00Z CatchUpDecided 4 SKIP",
        "2026-05-01T00:00:00Z PeriodStarted 5",
        "2026-05-10T00:00:00Z Released",
        "2026-05-10T00:00:00Z ChargeRequested 5/1 1999",
        "2026-05-10T00:00:00Z ChargeSucceeded 5");
  }

  @Test
  void releasedWhereEachIsCaughtUp_shouldChargeThemInOrder() {
    Diary diary = parked(Offer.from(START).trial(3, 3, 0).catchUp(Policies.CatchUp.EACH, 12));
    diary.until("2026-05-10T00:00:00Z").release();
    diary.tells(
        "2026-03-01T00:00:00Z PeriodStarted 3",
        "2026-04-01T00:00:00Z PeriodWaived 3",
        "2026-04-01T00:00:00Z PeriodStarted 4",
        "2026-05-01T00:00:00Z CatchUpDecided 4 CHARGE",
        "2026-05-01T00:00:00Z PeriodStarted 5",
        "2026-05-10T00:00:00Z Released",
        "2026-05-10T00:00:00Z ChargeRequested 4/1 1999",
        "2026-05-10T00:00:00Z ChargeSucceeded 4",
        "2026-05-10T00:00:00Z ChargeRequested 5/1 1999",
        "2026-05-10T00:00:00Z ChargeSucceeded 5");
  }

  /** A pause ends at its time: what begins after it is owed again. */
  @Test
  void pausedUntilATime_shouldResumeThen() {
    Diary diary = parked(Offer.from(START));
    diary.pauseUntil("p-1", "2026-03-10T00:00:00Z");
    diary.until("2026-04-10T00:00:00Z").release();
    diary.tells(
        "2026-02-20T00:00:00Z Paused p-1",
        "2026-03-01T00:00:00Z PeriodSkipped 3 PAUSED",
        "2026-03-10T00:00:00Z Resumed by itself",
        "2026-04-01T00:00:00Z PeriodStarted 4",
        "2026-04-10T00:00:00Z Released",
        "2026-04-10T00:00:00Z ChargeRequested 4/1 1999",
        "2026-04-10T00:00:00Z ChargeSucceeded 4");
  }

  /** An unpaid period's final act waits: who looks may find that it is paid. */
  @Test
  void unpaid_shouldNotBeEndedBeforeItIsReleased() {
    Diary diary = unresolved(Offer.from(START).finalAct(Policies.FinalAct.CANCEL, 3));
    diary.says(HARD, diary.paymentOf(2), 1).skip().until("2026-03-10T00:00:00Z");
    assertThat(diary.live().dues().finalActAt()).contains(Given.time("2026-02-23T00:00:00Z"));
    diary.release();
    diary.tells(
        "2026-03-01T00:00:00Z PeriodStarted 3",
        "2026-03-10T00:00:00Z Released",
        "2026-03-10T00:00:00Z Canceled unpaid");
  }

  /** Period 2 runs and is paid after all, and nobody has released the subscription yet. */
  private static Diary parked(Offer offer) {
    Diary diary = unresolved(offer);
    diary.says(OK, diary.paymentOf(2), 1).channel(OK).skip();
    assertThat(diary.existing().head().parked()).isTrue();
    return diary;
  }

  /** The channel never said what became of the second period's payment. */
  private static Diary unresolved(Offer offer) {
    Diary diary = Diary.approved(START, offer.build());
    return diary.channel(UNKNOWN).until("2026-02-20T00:00:00Z").skip();
  }
}
