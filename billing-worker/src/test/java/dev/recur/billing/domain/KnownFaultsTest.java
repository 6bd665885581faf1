package dev.recur.billing.domain;

import static dev.recur.billing.domain.ScriptedChannel.HARD;
import static dev.recur.billing.domain.ScriptedChannel.OK;
import static dev.recur.billing.domain.ScriptedChannel.PENDING;
import static dev.recur.billing.domain.ScriptedChannel.SOFT;
import static dev.recur.billing.domain.ScriptedChannel.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What went wrong in other systems, as their users reported it, played here: each case names the
 * report and says in our words what happened there.
 */
class KnownFaultsTest {
  private static final String START = "2026-01-01T00:00:00Z";

  /** Kill Bill 445: invoicing went round for ever when a period lay over a change of the clocks. */
  @ParameterizedTest
  @ValueSource(
      strings = {"America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "America/Sao_Paulo"})
  void periodsOverAChangeOfTheClocks_shouldPassLikeAllOthers(String zone) {
    Diary diary = zoned("2026-01-01T02:30:00Z", zone, PeriodUnit.DAY);
    diary.until("2027-01-01T02:30:00Z");
    assertThat(diary.live().progress().current()).isEqualTo(366);
    assertThat(chargedPeriods(diary)).hasSize(366).doesNotHaveDuplicates().isSorted();
  }

  /**
   * Kill Bill 1934: two alike accounts got different invoices, because one was created before the
   * clocks changed. Here the date and the time of day are the same, in winter and in summer.
   */
  @Test
  void createdBeforeOrAfterTheClocksChanged_shouldHaveTheSameLocalTime() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    Diary winter = zoned("2026-03-15T08:00:00Z", berlin.getId(), PeriodUnit.MONTH);
    Diary summer = zoned("2026-04-15T07:00:00Z", berlin.getId(), PeriodUnit.MONTH);
    winter.until("2026-12-31T00:00:00Z");
    summer.until("2026-12-31T00:00:00Z");
    List<ZonedDateTime> ofWinter = starts(winter, berlin);
    assertThat(ofWinter.subList(1, ofWinter.size())).isEqualTo(starts(summer, berlin));
    assertThat(ofWinter)
        .allMatch(start -> start.toLocalTime().equals(LocalTime.of(9, 0)))
        .allMatch(start -> start.getDayOfMonth() == 15);
  }

  /**
   * Kill Bill 1074, 1966, 1981 and 139: the target date was taken in another zone than the
   * account's, so invoices came a day early, late or not at all near midnight.
   */
  @ParameterizedTest
  @CsvSource({
    "2026-01-31T23:30:00+14:00, Pacific/Kiritimati",
    "2026-01-31T00:30:00-11:00, Pacific/Pago_Pago",
    "2026-01-31T23:59:59+08:00, Asia/Manila",
    "2026-01-31T00:00:00-05:00, America/New_York"
  })
  void monthEndsNearMidnight_shouldBeThoseOfTheSubscriptionsZone(String start, String zone) {
    Diary diary =
        Diary.approved(start, Offer.from(start).in(zone).every(1, PeriodUnit.MONTH).build());
    diary.until("2026-07-15T00:00:00Z");
    assertThat(starts(diary, ZoneId.of(zone)).subList(0, 6))
        .extracting(ZonedDateTime::toLocalDate)
        .containsExactly(
            LocalDate.of(2026, 1, 31),
            LocalDate.of(2026, 2, 28),
            LocalDate.of(2026, 3, 31),
            LocalDate.of(2026, 4, 30),
            LocalDate.of(2026, 5, 31),
            LocalDate.of(2026, 6, 30));
  }

  /** Lago 879 and 1074: customers east of Greenwich were invoiced twice on their anniversary. */
  @ParameterizedTest
  @ValueSource(strings = {"+08:00", "+13:45", "-09:30", "Z"})
  void anniversaryAtUtcPlusX_shouldBeChargedOnce(String offset) {
    String start = "2026-02-28T23:30:00" + offset;
    Diary diary = Diary.approved(start, Offer.from(start).every(1, PeriodUnit.YEAR).build());
    diary.until("2029-02-28T23:30:00" + offset);
    assertThat(chargedPeriods(diary)).containsExactly(1, 2, 3, 4);
  }

  /** Lago 1988 and 4795, Kill Bill 310: the same due job, queued twice, billed twice. */
  @Test
  void dueItemTakenTwice_shouldDoNothingTheSecondTime() {
    Diary diary = Diary.monthly(START).channelSilent();
    diary.until("2026-01-31T00:04:59Z").skip();
    Input due = new Input.Due(Given.time("2026-01-31T00:05:00Z"));
    for (int i = 0; i < 3; i++) {
      diary.take(due, Given.time("2026-01-31T00:05:00Z"));
    }
    diary.tells("2026-01-31T00:05:00Z ChargeRequested 2/1 1999");
  }

  /**
   * OCA contract 1473: a run failed midway and was started again, and billed the first ones twice.
   */
  @Test
  void everythingDueTakenOnceMoreAfterARun_shouldDoNothing() {
    Diary diary = Diary.monthly(START);
    diary.until("2026-03-15T00:00:00Z").skip();
    for (String due :
        List.of(
            "2026-01-01T00:00:00Z",
            "2026-01-31T00:05:00Z",
            "2026-02-01T00:00:00Z",
            "2026-02-28T00:05:00Z",
            "2026-03-01T00:00:00Z")) {
      diary.take(new Input.Due(Given.time(due)), Given.time("2026-03-15T00:00:00Z"));
    }
    diary.tells();
  }

  /**
   * Lago 6194, 1776 and 1778: what was left of a period was worked out with the wrong number of
   * days. There is no denominator here: the merchant names the difference, and exactly that moves,
   * on any day of any month.
   */
  @ParameterizedTest
  @ValueSource(strings = {"2026-01-02T00:00:00Z", "2026-02-20T12:34:56Z", "2028-02-29T23:59:59Z"})
  void difference_shouldBeWhatTheMerchantNamedOnAnyDay(String day) {
    Diary diary = Diary.monthly(START);
    diary.until(day).skip();
    diary.update(NewTerms.of("u-1").price(2999).pay(333));
    diary.update(NewTerms.of("u-2").price(1999).giveBack(333));
    String difference = PaymentIds.of(diary.subscriptionId(), new Purpose.ForChange("u-1"));
    assertThat(diary.settled(difference).payment().amount()).isEqualTo(Given.usd(333));
    assertThat(diary.settled(difference).refundedMinor())
        .as("up and down again on one day nets to nothing")
        .isEqualTo(333);
  }

  /** Kill Bill 877: a price that went from 0 to 3 on the day it was charged was billed twice. */
  @Test
  void priceChangedOnTheDayOfTheCharge_shouldBillThePeriodOnce() {
    Diary diary = Diary.approved(START, Offer.from(START).price(0).build()).skip();
    diary.until("2026-01-31T00:04:00Z");
    diary.update(NewTerms.of("u-1").price(300));
    diary.until("2026-01-31T00:06:00Z");
    diary.update(NewTerms.of("u-2").price(400));
    diary.until("2026-02-01T00:00:00Z");
    diary.tells(
        "2026-01-31T00:04:00Z Updated u-1",
        "2026-01-31T00:05:00Z ChargeRequested 2/1 300",
        "2026-01-31T00:05:00Z ChargeSucceeded 2",
        "2026-01-31T00:06:00Z Updated u-2",
        "2026-02-01T00:00:00Z PeriodStarted 2");
  }

  /** Kill Bill 1015: an unknown payment turned out to be paid after a second one had been made. */
  @Test
  void unknownPayment_shouldLetNoSecondOneBeMade() {
    Diary diary = Diary.approved(START, Offer.from(START).selfManaged().build()).skip();
    diary.channel(UNKNOWN).charge("n-1");
    assertThat(diary.channel(OK).charge("n-2").code()).isEqualTo("PAYMENT_IN_PROCESS");
    diary.until("2026-01-01T00:02:00Z");
    assertThat(diary.all().stream().filter(Event.ChargeRequested.class::isInstance)).hasSize(1);
    assertThat(diary.all().stream().filter(Event.ChargeSucceeded.class::isInstance)).hasSize(1);
  }

  /** Kill Bill 1832: a pending payment failed at last, and its retries were never scheduled. */
  @ParameterizedTest
  @ValueSource(strings = {"2026-01-31T00:10:00Z", "2026-02-01T12:00:00Z", "2026-02-05T00:00:00Z"})
  void pendingPaymentThatFails_shouldBeRetriedHoweverLate(String failed) {
    Diary diary = Diary.monthly(START).channel(PENDING);
    diary.until(failed).channel(SOFT).until(diary.now().plusSeconds(2 * 86_400));
    diary.channel(OK).until("2026-02-20T00:00:00Z");
    assertThat(diary.settled(diary.paymentOf(2)).succeeded()).isTrue();
    assertThat(diary.settled(diary.paymentOf(2)).successes())
        .allMatch(success -> success.attempt().number() > 1);
  }

  /** Kill Bill 2208 and 2306: billing of one account stopped, and nobody was told. */
  @Test
  void subscriptionThatIsNotBilledAnyMore_shouldBeParkedOrOverOrWaitForItsMethod() {
    for (ChannelOutcome outcome : List.of(OK, SOFT, HARD, PENDING, UNKNOWN)) {
      Diary diary = Diary.monthly(START).channel(outcome);
      diary.until("2026-06-15T00:00:00Z");
      boolean refused = diary.live().standing() == State.Standing.METHOD_REFUSED;
      assertThat(
              diary.existing().head().parked()
                  || refused
                  || Agenda.nextChargeAt(diary.state()).isPresent())
          .as("%s", outcome)
          .isTrue();
    }
  }

  /** Kill Bill 1482: a subscription could not begin paused. */
  @Test
  void pausedBeforeItsStart_shouldBeginWhenItIsResumed() {
    Diary diary = Diary.approved("2025-12-01T00:00:00Z", Given.monthly(START));
    assertThat(diary.pause("p-1").succeeded()).isTrue();
    diary.until("2026-01-15T00:00:00Z").resume("p-2");
    diary.until("2026-02-01T00:00:00Z");
    assertThat(chargedPeriods(diary)).containsExactly(2);
  }

  /** Kill Bill 2306: two pauses of one long period overlapped, and billing never recovered. */
  @Test
  void pausedAndResumedTwiceWithinOneYear_shouldGoOn() {
    Diary diary = Diary.approved(START, Offer.from(START).every(1, PeriodUnit.YEAR).build()).skip();
    for (String day : List.of("2026-03-01T00:00:00Z", "2026-06-01T00:00:00Z")) {
      diary.until(day);
      diary.pause("p" + day);
      diary.until(diary.now().plusSeconds(86_400)).resume("r" + day);
    }
    diary.skip().until("2027-01-01T00:00:00Z");
    diary.tells(
        "2026-12-31T00:05:00Z ChargeRequested 2/1 1999",
        "2026-12-31T00:05:00Z ChargeSucceeded 2",
        "2027-01-01T00:00:00Z PeriodStarted 2");
  }

  /** Lago 1911 and 2128: a day without the clock was a day without bills, and none came later. */
  @Test
  void dayWithoutTheWorker_shouldBeBilledWhenItIsBack() {
    Diary diary = Diary.monthly(START);
    diary.until("2026-01-30T12:00:00Z").skip().outageUntil("2026-02-01T18:00:00Z");
    diary.tells(
        "2026-02-01T18:00:00Z ChargeRequested 2/1 1999",
        "2026-02-01T18:00:00Z ChargeSucceeded 2",
        "2026-02-01T18:00:00Z PeriodStarted 2");
  }

  /** Lago 5698 and 5935: missed periods were first skipped in silence, then all billed at once. */
  @Test
  void missedPeriods_shouldEachBeDecidedAndTold() {
    Diary diary = Diary.monthly(START).outageUntil("2026-04-10T00:00:00Z");
    assertThat(diary.all().stream().filter(Event.CatchUpDecided.class::isInstance).map(Words::of))
        .containsExactly("CatchUpDecided 2 SKIP", "CatchUpDecided 3 SKIP");
  }

  /** Polar 9117: subscriptions stuck with a renewal date in the past. */
  @Test
  void nextChargeAfterAnything_shouldNotStayInThePast() {
    Diary diary = Diary.monthly(START).outageUntil("2027-05-10T00:00:00Z");
    assertThat(Agenda.nextChargeAt(diary.state()).orElseThrow()).isAfter(diary.now());
    assertThat(diary.live().currentPeriod().orElseThrow().end()).isAfter(diary.now());
  }

  /** Polar 13458: the end of the trial overwrote that the subscription had been canceled. */
  @Test
  void canceledDuringTheTrial_shouldStayCanceledAfterIt() {
    Diary diary = Diary.approved(START, Offer.from(START).trial(1, 1, 0).build());
    diary.until("2026-01-10T00:00:00Z").cancel();
    diary.skip().until("2026-06-01T00:00:00Z");
    diary.tells("2026-02-01T00:00:00Z Canceled");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.CANCELED);
  }

  /** Meteroid 921: paid trials were billed for the wrong periods. */
  @Test
  void paidTrial_shouldBeBilledForItsPeriodsAndThoseAfterIt() {
    Diary diary = Diary.approved(START, Offer.from(START).trial(1, 3, 100).build());
    diary.until("2026-05-15T00:00:00Z");
    assertThat(diary.all().stream().filter(Event.ChargeRequested.class::isInstance).map(Words::of))
        .containsExactly(
            "ChargeRequested 1/1 100",
            "ChargeRequested 2/1 100",
            "ChargeRequested 3/1 100",
            "ChargeRequested 4/1 1999",
            "ChargeRequested 5/1 1999");
  }

  /** Polar 9084: one renewal was told as renewed and as failed. Each payment has one last word. */
  @Test
  void renewalWithRetries_shouldBeToldAsPaidOrFailedAndNeverBoth() {
    Diary diary = Diary.monthly(START).channel(SOFT);
    diary.until("2026-02-02T00:00:00Z").channel(OK).until("2026-02-20T00:00:00Z");
    assertThat(diary.all()).noneMatch(Event.PaymentFailed.class::isInstance);
    assertThat(diary.all().stream().filter(Event.ChargeSucceeded.class::isInstance)).hasSize(2);
  }

  /** Subbly, 15 April 2024: jobs were tried again and again, and buyers charged several times. */
  @Test
  void sameAnswerAgainAndAgain_shouldChargeOnce() {
    Diary diary = Diary.monthly(START).channelSilent();
    diary.until("2026-01-31T00:05:00Z").skip();
    for (int i = 0; i < 5; i++) {
      diary.says(UNKNOWN, diary.paymentOf(2), 1);
    }
    diary.says(OK, diary.paymentOf(2), 1).says(OK, diary.paymentOf(2), 1);
    diary.tells(
        "2026-01-31T00:05:00Z ChargeUnresolved 2", "2026-01-31T00:05:00Z ChargeSucceeded 2");
  }

  /** Kilo Code 3814: an old event woke a subscription that was canceled and refunded. */
  @Test
  void lateSuccessAfterTheEnd_shouldNotWakeTheSubscription() {
    Diary diary = Diary.monthly(START).channel(HARD);
    diary.until("2026-02-10T00:00:00Z").terminate();
    diary.skip().says(OK, diary.paymentOf(2), 1).until("2027-01-01T00:00:00Z");
    diary.tells("2026-02-10T00:00:00Z ChargeSucceeded 2");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.CANCELED);
  }

  private static Diary zoned(String start, String zone, PeriodUnit unit) {
    return Diary.approved(start, Offer.from(start).in(zone).every(1, unit).build());
  }

  private static List<Integer> chargedPeriods(Diary diary) {
    return diary.all().stream()
        .filter(Event.ChargeSucceeded.class::isInstance)
        .map(event -> ((Event.ChargeSucceeded) event).payment().period().number())
        .toList();
  }

  private static List<ZonedDateTime> starts(Diary diary, ZoneId zone) {
    return diary.all().stream()
        .filter(Event.PeriodStarted.class::isInstance)
        .map(event -> ((Event.PeriodStarted) event).period().start().atZone(zone))
        .toList();
  }
}
