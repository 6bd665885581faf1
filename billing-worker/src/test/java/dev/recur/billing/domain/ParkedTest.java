package dev.recur.billing.domain;

import static dev.recur.billing.domain.ScriptedChannel.HARD;
import static dev.recur.billing.domain.ScriptedChannel.PENDING;
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
        "2026-01-10T00:00:00Z RenewalCancelled 2026-02-01T00:00:00Z",
        "2026-02-01T00:00:00Z Canceled");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.CANCELED);
  }

  @Test
  void lastCycle_shouldEndWithoutACharge() {
    Diary diary = parked(Offer.from(START).cycles(2));
    diary.until("2026-06-01T00:00:00Z");
    diary.tells("2026-02-01T00:00:00Z PeriodStarted 2", "2026-03-01T00:00:00Z Ended");
  }

  @Test
  void endTime_shouldEndWithoutACharge() {
    Diary diary = parked(Offer.from(START).until("2026-02-20T00:00:00Z"));
    diary.until("2026-06-01T00:00:00Z");
    diary.tells("2026-02-01T00:00:00Z PeriodStarted 2", "2026-03-01T00:00:00Z Ended");
  }

  /**
   * The period that runs at the release is charged; those that ended are decided as missed ones.
   */
  @Test
  void released_shouldChargeTheRunningPeriod() {
    Diary diary = parked(Offer.from(START));
    diary.until("2026-04-10T00:00:00Z").release();
    diary.tells(
        "2026-02-01T00:00:00Z PeriodStarted 2",
        "2026-03-01T00:00:00Z CatchUpDecided 2 SKIP",
        "2026-03-01T00:00:00Z PeriodStarted 3",
        "2026-04-01T00:00:00Z CatchUpDecided 3 SKIP",
        "2026-04-01T00:00:00Z PeriodStarted 4",
        "2026-04-10T00:00:00Z Released",
        "2026-04-10T00:00:00Z ChargeRequested 4/1 1999",
        "2026-04-10T00:00:00Z ChargeSucceeded 4");
  }

  @Test
  void releasedWhereEachIsCaughtUp_shouldChargeThemInOrder() {
    Diary diary = parked(Offer.from(START).trial(2, 2, 0).catchUp(Policies.CatchUp.EACH, 12));
    diary.until("2026-04-10T00:00:00Z").release();
    diary.tells(
        "2026-02-01T00:00:00Z PeriodStarted 2",
        "2026-03-01T00:00:00Z PeriodWaived 2",
        "2026-03-01T00:00:00Z PeriodStarted 3",
        "2026-04-01T00:00:00Z CatchUpDecided 3 CHARGE",
        "2026-04-01T00:00:00Z PeriodStarted 4",
        "2026-04-10T00:00:00Z Released",
        "2026-04-10T00:00:00Z ChargeRequested 3/1 1999",
        "2026-04-10T00:00:00Z ChargeSucceeded 3",
        "2026-04-10T00:00:00Z ChargeRequested 4/1 1999",
        "2026-04-10T00:00:00Z ChargeSucceeded 4");
  }

  /** A pause ends at its time: what begins after it is owed again. */
  @Test
  void pausedUntilATime_shouldResumeThen() {
    Diary diary = parked(Offer.from(START));
    diary.pauseUntil("p-1", "2026-02-10T00:00:00Z");
    diary.until("2026-03-10T00:00:00Z").release();
    diary.tells(
        "2026-01-10T00:00:00Z Paused p-1",
        "2026-02-01T00:00:00Z PeriodSkipped 2 PAUSED",
        "2026-02-10T00:00:00Z Resumed by itself",
        "2026-03-01T00:00:00Z PeriodStarted 3",
        "2026-03-10T00:00:00Z Released",
        "2026-03-10T00:00:00Z ChargeRequested 3/1 1999",
        "2026-03-10T00:00:00Z ChargeSucceeded 3");
  }

  /** An unpaid period's final act waits: who looks may find that it is paid. */
  @Test
  void unpaid_shouldNotBeEndedBeforeItIsReleased() {
    Diary diary =
        Diary.approved(START, Offer.from(START).finalAct(Policies.FinalAct.CANCEL, 3).build());
    diary.until("2026-01-26T12:00:00Z").channel(HARD).channelOfRefunds(PENDING);
    diary.refund("f-1", diary.paymentOf(1), 1);
    diary.until("2026-02-10T00:00:00Z").skip();
    assertThat(diary.live().dues().finalActAt()).contains(Given.time("2026-02-03T00:05:00Z"));
    diary.release();
    diary.tells("2026-02-10T00:00:00Z Released", "2026-02-10T00:00:00Z Canceled unpaid");
  }

  /** Nobody knows what became of a refund, so a person has to look. */
  private static Diary parked(Offer offer) {
    Diary diary = Diary.approved(START, offer.build()).channelOfRefunds(PENDING);
    diary.refund("f-1", diary.paymentOf(1), 1);
    diary.until("2026-01-10T00:00:00Z").skip();
    assertThat(diary.existing().head().parked()).isTrue();
    return diary;
  }
}
