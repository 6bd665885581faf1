package dev.recur.billing.domain;

import static dev.recur.billing.domain.ScriptedChannel.OK;
import static dev.recur.billing.domain.ScriptedChannel.PENDING;
import static dev.recur.billing.domain.ScriptedChannel.SOFT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Outages as diaries: nothing ran for a while, and then everything that fell due is seen late. */
class CatchUpTest {
  private static final String START = "2026-01-01T00:00:00Z";

  @Test
  void each_shouldChargeEveryMissedPeriodInOrder() {
    Diary diary = offered(Offer.from(START).catchUp(Policies.CatchUp.EACH, 12));
    diary.outageUntil("2026-04-15T00:00:00Z");
    diary.tells(
        "2026-04-15T00:00:00Z CatchUpDecided 2 CHARGE",
        "2026-04-15T00:00:00Z PeriodStarted 2",
        "2026-04-15T00:00:00Z ChargeRequested 2/1 1999",
        "2026-04-15T00:00:00Z ChargeSucceeded 2",
        "2026-04-15T00:00:00Z CatchUpDecided 3 CHARGE",
        "2026-04-15T00:00:00Z PeriodStarted 3",
        "2026-04-15T00:00:00Z ChargeRequested 3/1 1999",
        "2026-04-15T00:00:00Z ChargeSucceeded 3",
        "2026-04-15T00:00:00Z ChargeRequested 4/1 1999",
        "2026-04-15T00:00:00Z ChargeSucceeded 4",
        "2026-04-15T00:00:00Z PeriodStarted 4");
  }

  @Test
  void current_shouldSkipMissedPeriodsAndChargeTheRunningOne() {
    Diary diary = offered(Offer.from(START).catchUp(Policies.CatchUp.CURRENT, 12));
    diary.outageUntil("2026-04-15T00:00:00Z");
    diary.tells(
        "2026-04-15T00:00:00Z CatchUpDecided 2 SKIP",
        "2026-04-15T00:00:00Z PeriodStarted 2",
        "2026-04-15T00:00:00Z CatchUpDecided 3 SKIP",
        "2026-04-15T00:00:00Z PeriodStarted 3",
        "2026-04-15T00:00:00Z ChargeRequested 4/1 1999",
        "2026-04-15T00:00:00Z ChargeSucceeded 4",
        "2026-04-15T00:00:00Z PeriodStarted 4");
  }

  @Test
  void hold_shouldHoldMissedPeriodsAndChargeTheRunningOne() {
    Diary diary = held();
    diary.tells(
        "2026-04-15T00:00:00Z CatchUpDecided 2 HOLD",
        "2026-04-15T00:00:00Z PeriodStarted 2",
        "2026-04-15T00:00:00Z CatchUpDecided 3 HOLD",
        "2026-04-15T00:00:00Z PeriodStarted 3",
        "2026-04-15T00:00:00Z ChargeRequested 4/1 1999",
        "2026-04-15T00:00:00Z ChargeSucceeded 4",
        "2026-04-15T00:00:00Z PeriodStarted 4");
  }

  /** Older ones than the policy allows are skipped, whatever it does with the others. */
  @Test
  void moreThanTheMost_shouldSkipTheOldest() {
    Diary diary = offered(Offer.from(START).catchUp(Policies.CatchUp.EACH, 2));
    diary.outageUntil("2026-06-15T00:00:00Z");
    assertThat(diary.all().stream().filter(Event.CatchUpDecided.class::isInstance).map(Words::of))
        .containsExactly(
            "CatchUpDecided 2 SKIP",
            "CatchUpDecided 3 SKIP",
            "CatchUpDecided 4 CHARGE",
            "CatchUpDecided 5 CHARGE");
  }

  /** Ten days of a daily subscription: old ones day by day, beside the regular ones. */
  @Test
  void moreThanTheSafetyBoundADay_shouldTakeDaysAndParkNobody() {
    Diary diary =
        offered(Offer.from(START).every(1, PeriodUnit.DAY).catchUp(Policies.CatchUp.EACH, 100));
    diary.outageUntil("2026-01-11T12:00:00Z");
    assertThat(charged(diary, "2026-01-11T12:00:00Z")).containsExactly(2, 3, 11, 12);
    diary.until("2026-01-12T00:05:00Z");
    assertThat(charged(diary, "2026-01-12T00:05:00Z")).containsExactly(13);
    diary.until("2026-01-12T12:00:00Z");
    assertThat(charged(diary, "2026-01-12T12:00:00Z")).containsExactly(4);
    diary.until("2026-01-20T00:00:00Z");
    assertThat(diary.existing().head().parked()).isFalse();
    assertThat(diary.live().dues().backlog()).isEmpty();
    assertThat(diary.live().progress().opened()).isEqualTo(20);
  }

  /** Five months, seen the day before the sixth begins: its charge and the next one's have room. */
  @Test
  void outageUntilTheNextChargeIsDue_shouldParkNobody() {
    Diary diary = offered(Offer.from(START).catchUp(Policies.CatchUp.EACH, 12));
    diary.outageUntil("2026-06-30T12:00:00Z");
    assertThat(charged(diary, "2026-06-30T12:00:00Z")).containsExactly(2, 3, 4, 6, 7);
    diary.until("2026-07-01T12:00:00Z");
    assertThat(charged(diary, "2026-07-01T12:00:00Z")).containsExactly(5);
    assertThat(diary.existing().head().parked()).isFalse();
  }

  /**
   * Charged at its start, a period has begun before its charge is looked at: missed all the same.
   */
  @Test
  void chargedAtTheStart_shouldFollowThePolicyToo() {
    Diary diary = offered(atTheStart(Policies.CatchUp.CURRENT));
    diary.outageUntil("2026-04-15T00:00:00Z");
    diary.tells(
        "2026-04-15T00:00:00Z PeriodStarted 2",
        "2026-04-15T00:00:00Z CatchUpDecided 2 SKIP",
        "2026-04-15T00:00:00Z PeriodStarted 3",
        "2026-04-15T00:00:00Z CatchUpDecided 3 SKIP",
        "2026-04-15T00:00:00Z PeriodStarted 4",
        "2026-04-15T00:00:00Z ChargeRequested 4/1 1999",
        "2026-04-15T00:00:00Z ChargeSucceeded 4");
    Diary holding = offered(atTheStart(Policies.CatchUp.HOLD));
    holding.outageUntil("2026-04-15T00:00:00Z");
    assertThat(holding.live().dues().held())
        .extracting(m -> m.period().number())
        .containsExactly(2, 3);
  }

  /** The first period of a pre-sale is no exception. */
  @Test
  void outageOverThePreSalesStart_shouldFollowThePolicyToo() {
    Diary diary = Diary.approved("2025-12-01T00:00:00Z", Given.monthly(START)).skip();
    diary.outageUntil("2026-03-15T00:00:00Z");
    diary.tells(
        "2026-03-15T00:00:00Z PeriodStarted 1",
        "2026-03-15T00:00:00Z CatchUpDecided 1 SKIP",
        "2026-03-15T00:00:00Z CatchUpDecided 2 SKIP",
        "2026-03-15T00:00:00Z PeriodStarted 2",
        "2026-03-15T00:00:00Z ChargeRequested 3/1 1999",
        "2026-03-15T00:00:00Z ChargeSucceeded 3",
        "2026-03-15T00:00:00Z PeriodStarted 3");
  }

  /** What was over before the buyer agreed is no missed period: it is never billed. */
  @ParameterizedTest
  @EnumSource
  void periodsOverBeforeTheApproval_shouldNeverBeBilled(Policies.CatchUp policy) {
    Diary diary = new Diary(START);
    Offer offer = Offer.from("2025-12-31T00:10:00Z").every(1, PeriodUnit.DAY);
    diary.create(offer.catchUp(policy, 12).build());
    diary.until("2026-01-01T00:10:00Z").approve();
    diary.tells(
        "2026-01-01T00:00:00Z Created",
        "2026-01-01T00:10:00Z Approved",
        "2026-01-01T00:10:00Z PeriodStarted 1",
        "2026-01-01T00:10:00Z PeriodSkipped 1 BEFORE_APPROVAL",
        "2026-01-01T00:10:00Z PeriodStarted 2",
        "2026-01-01T00:10:00Z ChargeRequested 2/1 1999",
        "2026-01-01T00:10:00Z ChargeSucceeded 2");
    assertThat(diary.heldCycles(true).message()).contains("No period is held");
  }

  /** Nor where the merchant charges, and the buyer signs and is billed. */
  @Test
  void selfManagedPeriodOverBeforeTheApproval_shouldNotBeBilledAtSigning() {
    Diary diary = new Diary(START);
    diary.create(
        Offer.from("2025-12-31T00:10:00Z")
            .selfManaged()
            .signAndBill()
            .every(1, PeriodUnit.DAY)
            .build());
    diary.until("2026-01-01T00:11:00Z").approve();
    diary.tells(
        "2026-01-01T00:00:00Z Created",
        "2026-01-01T00:11:00Z Approved",
        "2026-01-01T00:11:00Z PeriodStarted 1",
        "2026-01-01T00:11:00Z PeriodStarted 2",
        "2026-01-01T00:11:00Z PeriodSkipped 1 BEFORE_APPROVAL");
  }

  /** Free periods owe nothing: they are waived, late as it is. */
  @Test
  void missedFreePeriods_shouldBeWaived() {
    Diary diary = offered(Offer.from(START).trial(2, 3, 0).catchUp(Policies.CatchUp.HOLD, 12));
    diary.outageUntil("2026-04-15T00:00:00Z");
    diary.tells(
        "2026-04-15T00:00:00Z PeriodWaived 2",
        "2026-04-15T00:00:00Z PeriodStarted 2",
        "2026-04-15T00:00:00Z PeriodWaived 3",
        "2026-04-15T00:00:00Z PeriodStarted 3",
        "2026-04-15T00:00:00Z ChargeRequested 4/1 1999",
        "2026-04-15T00:00:00Z ChargeSucceeded 4",
        "2026-04-15T00:00:00Z PeriodStarted 4");
  }

  /**
   * A free period that waited for an attempt when the outage came is waived, not charged with 0.
   */
  @Test
  void freePeriodThatWaitedForAnAttempt_shouldBeWaived() {
    Diary diary = new Diary(START).channel(PENDING);
    diary.create(
        Offer.from(START)
            .every(1, PeriodUnit.DAY)
            .trial(2, 2, 0)
            .catchUp(Policies.CatchUp.EACH, 9)
            .build());
    diary.approve();
    diary.until("2026-01-02T12:00:00Z").skip();
    diary.channelSilent().outageUntil("2026-01-04T12:00:00Z").channel(OK);
    diary.says(OK, diary.paymentOf(1), 1).until("2026-01-04T12:00:00Z");
    diary.tells(
        "2026-01-04T12:00:00Z InquiryRequested 1",
        "2026-01-04T12:00:00Z PeriodStarted 3",
        "2026-01-04T12:00:00Z PeriodWaived 2",
        "2026-01-04T12:00:00Z CatchUpDecided 3 CHARGE",
        "2026-01-04T12:00:00Z PeriodStarted 4",
        "2026-01-04T12:00:00Z ChargeSucceeded 1",
        "2026-01-04T12:00:00Z ChargeRequested 3/1 1999",
        "2026-01-04T12:00:00Z ChargeSucceeded 3",
        "2026-01-04T12:00:00Z ChargeRequested 4/1 1999",
        "2026-01-04T12:00:00Z ChargeSucceeded 4",
        "2026-01-04T12:00:00Z ChargeRequested 5/1 1999",
        "2026-01-04T12:00:00Z ChargeSucceeded 5");
  }

  /** A pause that ended during the outage: what lay in it is skipped, the rest is missed. */
  @Test
  void outageOverAPause_shouldSkipWhatLayInIt() {
    Diary diary = offered(Offer.from(START).catchUp(Policies.CatchUp.EACH, 12));
    diary.pauseUntil("p-1", "2026-02-15T00:00:00Z");
    diary.skip().outageUntil("2026-04-15T00:00:00Z");
    diary.tells(
        "2026-04-15T00:00:00Z PeriodSkipped 2 PAUSED",
        "2026-04-15T00:00:00Z Resumed by itself",
        "2026-04-15T00:00:00Z CatchUpDecided 3 CHARGE",
        "2026-04-15T00:00:00Z PeriodStarted 3",
        "2026-04-15T00:00:00Z ChargeRequested 3/1 1999",
        "2026-04-15T00:00:00Z ChargeSucceeded 3",
        "2026-04-15T00:00:00Z ChargeRequested 4/1 1999",
        "2026-04-15T00:00:00Z ChargeSucceeded 4",
        "2026-04-15T00:00:00Z PeriodStarted 4");
  }

  @Test
  void outageOverTheAgreedEnd_shouldEndThen() {
    Diary diary = offered(Offer.from(START).cycles(3).catchUp(Policies.CatchUp.EACH, 12));
    diary.outageUntil("2026-06-15T00:00:00Z");
    assertThat(charged(diary, "2026-06-15T00:00:00Z")).containsExactly(2, 3);
    assertThat(diary.status()).isEqualTo(LifecycleStatus.ENDED);
    assertThat(((State.Over) diary.state()).serviceEnd())
        .isEqualTo(Given.time("2026-04-01T00:00:00Z"));
  }

  /** A missed period is tried again like any other, and those behind it wait for it. */
  @Test
  void missedPeriodDeclined_shouldBeRetriedBeforeTheNextOne() {
    Diary diary = offered(Offer.from(START).catchUp(Policies.CatchUp.HOLD, 12));
    diary.outageUntil("2026-04-10T00:00:00Z").skip().channel(SOFT).heldCycles(true);
    diary.until("2026-04-10T12:00:00Z").channel(OK).until("2026-04-20T00:00:00Z");
    diary.tells(
        "2026-04-10T00:00:00Z HeldCyclesDecided true [2, 3]",
        "2026-04-10T00:00:00Z ChargeRequested 2/1 1999",
        "2026-04-10T00:00:00Z ChargeDeclined 2",
        "2026-04-11T00:00:00Z ChargeRequested 2/2 1999",
        "2026-04-11T00:00:00Z ChargeSucceeded 2",
        "2026-04-11T00:00:00Z ChargeRequested 3/1 1999",
        "2026-04-11T00:00:00Z ChargeSucceeded 3");
  }

  /** The running period's retries are its own: the backlog does not end them. */
  @Test
  void runningPeriodDeclined_shouldBeRetriedBeforeTheBacklogGoesOn() {
    Diary diary =
        offered(Offer.from(START).every(1, PeriodUnit.WEEK).catchUp(Policies.CatchUp.HOLD, 12));
    diary.outageUntil("2026-01-23T00:00:00Z").skip();
    diary.channel(SOFT).until("2026-01-28T12:00:00Z").skip();
    diary.heldCycles(true);
    diary.channel(OK).until("2026-01-29T12:00:00Z");
    diary.tells(
        "2026-01-28T12:00:00Z HeldCyclesDecided true [2, 3]",
        "2026-01-29T00:00:00Z PeriodStarted 5",
        "2026-01-29T00:05:00Z ChargeRequested 5/2 1999",
        "2026-01-29T00:05:00Z ChargeSucceeded 5",
        "2026-01-29T00:05:00Z ChargeRequested 2/1 1999",
        "2026-01-29T00:05:00Z ChargeSucceeded 2",
        "2026-01-29T00:05:00Z ChargeRequested 3/1 1999",
        "2026-01-29T00:05:00Z ChargeSucceeded 3");
  }

  private static Diary offered(Offer offer) {
    return Diary.approved(START, offer.build()).skip();
  }

  private static Diary held() {
    Diary diary = offered(Offer.from(START).catchUp(Policies.CatchUp.HOLD, 12));
    return diary.outageUntil("2026-04-15T00:00:00Z");
  }

  private static Offer atTheStart(Policies.CatchUp policy) {
    Policies p = Policies.DEFAULT;
    return Offer.from(START)
        .policies(
            new Policies(
                0,
                p.retryDays(),
                p.chargesPerDayMax(),
                p.finalAct(),
                p.graceDays(),
                policy,
                12,
                0,
                0));
  }

  /** Periods charged at this moment, in order. */
  private static List<Integer> charged(Diary diary, String at) {
    return diary.all().stream()
        .filter(Event.ChargeRequested.class::isInstance)
        .map(event -> ((Event.ChargeRequested) event).payment())
        .filter(payment -> payment.createdAt().equals(Given.time(at)))
        .map(payment -> payment.period().number())
        .toList();
  }
}
