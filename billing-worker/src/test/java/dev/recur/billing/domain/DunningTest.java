package dev.recur.billing.domain;

import static dev.recur.billing.domain.ScriptedChannel.HARD;
import static dev.recur.billing.domain.ScriptedChannel.OK;
import static dev.recur.billing.domain.ScriptedChannel.PENDING;
import static dev.recur.billing.domain.ScriptedChannel.SOFT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Failed charges as diaries: retries, grace and final act as the policies say. */
class DunningTest {
  private static final String START = "2026-01-01T00:00:00Z";

  /** Each attempt is told; the second retry succeeds and nothing more is tried. */
  @Test
  void softDeclines_shouldBeRetriedUntilOneSucceeds() {
    Diary diary = Diary.monthly(START).channel(SOFT);
    diary.until("2026-02-01T12:00:00Z").channel(OK).until("2026-02-20T00:00:00Z");
    diary.tells(
        "2026-01-31T00:05:00Z ChargeRequested 2/1 1999",
        "2026-01-31T00:05:00Z ChargeDeclined 2",
        "2026-02-01T00:00:00Z PeriodStarted 2",
        "2026-02-01T00:05:00Z ChargeRequested 2/2 1999",
        "2026-02-01T00:05:00Z ChargeDeclined 2",
        "2026-02-03T00:05:00Z ChargeRequested 2/3 1999",
        "2026-02-03T00:05:00Z ChargeSucceeded 2");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.ACTIVE);
  }

  /** Antom: a first charge that is declined is treated like any other. */
  @Test
  void declinedFirstCharge_shouldBeRetriedToo() {
    Diary diary = new Diary(START).channel(SOFT);
    diary.create(Given.monthly(START));
    diary.approve();
    diary.until("2026-01-01T12:00:00Z").channel(OK).until("2026-01-20T00:00:00Z");
    diary.tells(
        "2026-01-01T00:00:00Z Created",
        "2026-01-01T00:00:00Z Approved",
        "2026-01-01T00:00:00Z PeriodStarted 1",
        "2026-01-01T00:00:00Z ChargeRequested 1/1 1999",
        "2026-01-01T00:00:00Z ChargeDeclined 1",
        "2026-01-02T00:00:00Z ChargeRequested 1/2 1999",
        "2026-01-02T00:00:00Z ChargeSucceeded 1");
  }

  /** A merchant's own days; none at all is a policy too. */
  @Test
  void retryDays_shouldBeAsThePoliciesSay() {
    Diary diary = Diary.approved(START, retried(List.of(2, 9)).build()).channel(SOFT);
    diary.skip().until("2026-02-20T00:00:00Z");
    diary.tells(
        "2026-01-31T00:05:00Z ChargeRequested 2/1 1999",
        "2026-01-31T00:05:00Z ChargeDeclined 2",
        "2026-02-01T00:00:00Z PeriodStarted 2",
        "2026-02-02T00:05:00Z ChargeRequested 2/2 1999",
        "2026-02-02T00:05:00Z ChargeDeclined 2",
        "2026-02-09T00:05:00Z ChargeRequested 2/3 1999",
        "2026-02-09T00:05:00Z ChargeDeclined 2",
        "2026-02-09T00:05:00Z PaymentFailed 2");
    Diary never = Diary.approved(START, retried(List.of()).build()).channel(SOFT);
    never.skip().until("2026-02-20T00:00:00Z");
    never.tells(
        "2026-01-31T00:05:00Z ChargeRequested 2/1 1999",
        "2026-01-31T00:05:00Z ChargeDeclined 2",
        "2026-01-31T00:05:00Z PaymentFailed 2",
        "2026-02-01T00:00:00Z PeriodStarted 2");
  }

  /** The next period's charge ends the retries: two of one subscription never run beside. */
  @Test
  void retriesOfAShortPeriod_shouldEndWithTheNextCharge() {
    Diary diary =
        Diary.approved(START, Offer.from(START).every(3, PeriodUnit.DAY).build()).channel(SOFT);
    diary.skip().until("2026-01-07T00:00:00Z");
    diary.tells(
        "2026-01-03T00:05:00Z ChargeRequested 2/1 1999",
        "2026-01-03T00:05:00Z ChargeDeclined 2",
        "2026-01-04T00:00:00Z PeriodStarted 2",
        "2026-01-04T00:05:00Z ChargeRequested 2/2 1999",
        "2026-01-04T00:05:00Z ChargeDeclined 2",
        "2026-01-04T00:05:00Z PaymentFailed 2",
        "2026-01-06T00:05:00Z ChargeRequested 3/1 1999",
        "2026-01-06T00:05:00Z ChargeDeclined 3",
        "2026-01-07T00:00:00Z PeriodStarted 3");
  }

  @Test
  void hardDecline_shouldNotBeRetried() {
    Diary diary = Diary.monthly(START).channel(SOFT);
    diary.until("2026-01-31T12:00:00Z").channel(HARD).until("2026-02-20T00:00:00Z");
    diary.tells(
        "2026-01-31T00:05:00Z ChargeRequested 2/1 1999",
        "2026-01-31T00:05:00Z ChargeDeclined 2",
        "2026-02-01T00:00:00Z PeriodStarted 2",
        "2026-02-01T00:05:00Z ChargeRequested 2/2 1999",
        "2026-02-01T00:05:00Z ChargeDeclined 2",
        "2026-02-01T00:05:00Z PaymentFailed 2");
  }

  @Test
  void finalActCancel_shouldEndAfterItsGrace() {
    Diary diary = unpaid(Policies.FinalAct.CANCEL, 4);
    diary.until("2026-06-01T00:00:00Z");
    diary.tells("2026-02-09T00:05:00Z Canceled unpaid");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.CANCELED);
  }

  @Test
  void finalActCancelWithoutGrace_shouldEndWithTheLastAttempt() {
    Diary diary =
        Diary.approved(START, Offer.from(START).finalAct(Policies.FinalAct.CANCEL, 0).build());
    diary.skip().channel(HARD).until("2026-06-01T00:00:00Z");
    diary.tells(
        "2026-01-31T00:05:00Z ChargeRequested 2/1 1999",
        "2026-01-31T00:05:00Z ChargeDeclined 2",
        "2026-01-31T00:05:00Z PaymentFailed 2",
        "2026-01-31T00:05:00Z Canceled unpaid");
  }

  /** It waits for somebody to resume it; the periods meanwhile are never billed. */
  @Test
  void finalActPause_shouldChargeNothingUntilResumed() {
    Diary diary = unpaid(Policies.FinalAct.PAUSE, 4);
    diary.channel(OK).until("2026-03-15T00:00:00Z");
    diary.tells(
        "2026-02-09T00:05:00Z Paused unpaid", "2026-03-01T00:00:00Z PeriodSkipped 3 PAUSED");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.PAUSED);
    diary.resume("p-1");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.PASTDUE);
    diary.until("2026-04-01T00:00:00Z");
    diary.tells(
        "2026-03-15T00:00:00Z Resumed p-1",
        "2026-03-31T00:05:00Z ChargeRequested 4/1 1999",
        "2026-03-31T00:05:00Z ChargeSucceeded 4",
        "2026-04-01T00:00:00Z PeriodStarted 4");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.ACTIVE);
  }

  @Test
  void finalActKeep_shouldChargeTheNextPeriodAsUsual() {
    Diary diary = unpaid(Policies.FinalAct.KEEP, 4);
    diary.channel(OK).until("2026-03-01T00:00:00Z");
    diary.tells(
        "2026-02-28T00:05:00Z ChargeRequested 3/1 1999",
        "2026-02-28T00:05:00Z ChargeSucceeded 3",
        "2026-03-01T00:00:00Z PeriodStarted 3");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.ACTIVE);
  }

  /** Paid within the grace: the act is off. */
  @Test
  void lateSuccessWithinTheGrace_shouldCallTheFinalActOff() {
    Diary diary = unpaid(Policies.FinalAct.CANCEL, 4);
    diary.until("2026-02-08T00:00:00Z").says(OK, diary.paymentOf(2), 2);
    diary.channel(OK).until("2026-03-01T00:00:00Z");
    diary.tells(
        "2026-02-08T00:00:00Z ChargeSucceeded 2",
        "2026-02-28T00:05:00Z ChargeRequested 3/1 1999",
        "2026-02-28T00:05:00Z ChargeSucceeded 3",
        "2026-03-01T00:00:00Z PeriodStarted 3");
  }

  /** A grace that reaches beyond the next charge: that charge is made, and may call it off. */
  @Test
  void nextPeriodPaidWithinTheGrace_shouldCallTheFinalActOff() {
    Diary diary = unpaid(Policies.FinalAct.CANCEL, 30);
    diary.channel(OK).until("2026-04-01T00:00:00Z");
    diary.tells(
        "2026-02-28T00:05:00Z ChargeRequested 3/1 1999",
        "2026-02-28T00:05:00Z ChargeSucceeded 3",
        "2026-03-01T00:00:00Z PeriodStarted 3",
        "2026-03-31T00:05:00Z ChargeRequested 4/1 1999",
        "2026-03-31T00:05:00Z ChargeSucceeded 4",
        "2026-04-01T00:00:00Z PeriodStarted 4");
  }

  /** Nothing was paid: what is owed stays owed, and the act follows. */
  @Test
  void freePeriodWithinTheGrace_shouldNotCallTheFinalActOff() {
    Diary diary =
        Diary.approved(
            START, Offer.from(START).finalAct(Policies.FinalAct.CANCEL, 30).trial(3, 3, 0).build());
    diary.channel(SOFT).until("2026-02-05T00:05:00Z").skip().until("2026-06-01T00:00:00Z");
    diary.tells(
        "2026-02-28T00:05:00Z PeriodWaived 3",
        "2026-03-01T00:00:00Z PeriodStarted 3",
        "2026-03-07T00:05:00Z Canceled unpaid");
  }

  @Test
  void freePeriod_shouldNotMendTheStanding() {
    Diary diary = Diary.approved(START, Offer.from(START).trial(3, 3, 0).build());
    diary.channel(SOFT).until("2026-02-05T00:05:00Z").channel(OK);
    diary.until("2026-03-10T00:00:00Z");
    assertThat(diary.live().standing()).isEqualTo(State.Standing.PAST_DUE);
    diary.until("2026-03-31T00:05:00Z");
    assertThat(diary.live().standing()).isEqualTo(State.Standing.GOOD);
  }

  /** A second unpaid period does not put off what the first one set going. */
  @Test
  void nextPeriodUnpaidWithinTheGrace_shouldNotPutTheFinalActOff() {
    Diary diary = unpaid(Policies.FinalAct.CANCEL, 30);
    diary.until("2026-03-06T00:00:00Z").skip().until("2026-06-01T00:00:00Z");
    diary.tells("2026-03-07T00:05:00Z Canceled unpaid");
  }

  /** Whoever may have paid is not thrown out: the act waits for the channel's word. */
  @Test
  void finalActWhileAPaymentIsPending_shouldWaitForItsOutcome() {
    Diary diary = unpaid(Policies.FinalAct.CANCEL, 24);
    diary.channel(PENDING).until("2026-03-01T12:00:00Z");
    assertThat(diary.live().dues().finalActAt()).contains(Given.time("2026-03-01T00:05:00Z"));
    diary.skip().channel(OK).until("2026-03-30T00:00:00Z");
    diary.tells(
        "2026-03-02T00:05:00Z InquiryRequested 3", "2026-03-02T00:05:00Z ChargeSucceeded 3");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.ACTIVE);
  }

  @Test
  void finalActAfterAPendingPaymentThatFails_shouldFollowAtOnce() {
    Diary diary = unpaid(Policies.FinalAct.CANCEL, 24);
    diary.channel(PENDING).until("2026-03-01T12:00:00Z").skip();
    diary.channel(HARD).until("2026-03-30T00:00:00Z");
    diary.tells(
        "2026-03-02T00:05:00Z InquiryRequested 3",
        "2026-03-02T00:05:00Z ChargeDeclined 3",
        "2026-03-02T00:05:00Z PaymentFailed 3",
        "2026-03-02T00:05:00Z Canceled unpaid");
  }

  /** Retries whose days passed while nothing ran keep their distance: never all in one moment. */
  @Test
  void outageOverTheRetryDays_shouldKeepTheRetriesApart() {
    Diary diary = Diary.monthly(START).channel(SOFT);
    diary.until("2026-02-01T00:00:00Z").skip().outageUntil("2026-02-05T12:00:00Z");
    diary.until("2026-02-20T00:00:00Z");
    diary.tells(
        "2026-02-05T12:00:00Z ChargeRequested 2/2 1999",
        "2026-02-05T12:00:00Z ChargeDeclined 2",
        "2026-02-07T12:00:00Z ChargeRequested 2/3 1999",
        "2026-02-07T12:00:00Z ChargeDeclined 2",
        "2026-02-09T12:00:00Z ChargeRequested 2/4 1999",
        "2026-02-09T12:00:00Z ChargeDeclined 2",
        "2026-02-09T12:00:00Z PaymentFailed 2");
  }

  /** Beyond the bound billing stands still, says why, and goes on where it stood once released. */
  @Test
  void moreAttemptsThanTheSafetyBound_shouldParkUntilReleased() {
    Diary diary =
        Diary.approved(START, Offer.from(START).every(1, PeriodUnit.DAY).chargesPerDay(1).build())
            .skip();
    diary.until("2026-01-01T12:00:00Z");
    diary.tells("2026-01-01T00:05:00Z Parked");
    assertThat(((Event.Parked) diary.all().getLast()).reason()).contains("chargesPerDayMax");
    diary.until("2026-01-02T01:00:00Z");
    diary.tells("2026-01-02T00:00:00Z PeriodStarted 2");
    assertThat(diary.release().succeeded()).isTrue();
    diary.tells(
        "2026-01-02T01:00:00Z Released",
        "2026-01-02T01:00:00Z ChargeRequested 2/1 1999",
        "2026-01-02T01:00:00Z ChargeSucceeded 2",
        "2026-01-02T01:00:00Z Parked");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.ACTIVE);
  }

  private static Offer retried(List<Integer> days) {
    Policies p = Policies.DEFAULT;
    return Offer.from(START)
        .policies(
            new Policies(
                p.chargeLeadMinutes(),
                days,
                p.chargesPerDayMax(),
                p.finalAct(),
                p.graceDays(),
                p.catchUp(),
                p.catchUpPeriodsMax(),
                p.trialNoticeDays(),
                p.renewalNoticeDays()));
  }

  /** The second period's retries are over, on 5 February; the channel still declines. */
  private static Diary unpaid(Policies.FinalAct act, int graceDays) {
    Diary diary = Diary.approved(START, Offer.from(START).finalAct(act, graceDays).build());
    diary.channel(SOFT).until("2026-02-05T00:05:00Z");
    assertThat(diary.all().getLast()).isInstanceOf(Event.PaymentFailed.class);
    return diary.skip();
  }
}
