package dev.recur.billing.domain;

import static dev.recur.billing.domain.ScriptedChannel.HARD;
import static dev.recur.billing.domain.ScriptedChannel.OK;
import static dev.recur.billing.domain.ScriptedChannel.SOFT;
import static dev.recur.billing.domain.ScriptedChannel.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Charges that are told ahead, as diaries: trials three days, renewals seven. */
class NoticesTest {
  private static final String START = "2026-01-01T00:00:00Z";

  @Test
  void renewals_shouldEachBeAnnouncedOnce() {
    Diary diary = Diary.approved(START, noticed().build()).skip();
    diary.until("2026-03-01T00:00:00Z");
    diary.tells(
        "2026-01-24T00:05:00Z RenewalUpcoming 2 2026-01-31T00:05:00Z 1999",
        "2026-01-31T00:05:00Z ChargeRequested 2/1 1999",
        "2026-01-31T00:05:00Z ChargeSucceeded 2",
        "2026-02-01T00:00:00Z PeriodStarted 2",
        "2026-02-21T00:05:00Z RenewalUpcoming 3 2026-02-28T00:05:00Z 1999",
        "2026-02-28T00:05:00Z ChargeRequested 3/1 1999",
        "2026-02-28T00:05:00Z ChargeSucceeded 3",
        "2026-03-01T00:00:00Z PeriodStarted 3");
  }

  @Test
  void nothing_shouldBeAnnouncedWherePoliciesDoNotSaySo() {
    assertThat(announced(Offer.from(START), "2027-01-01T00:00:00Z")).isEmpty();
  }

  @Test
  void freeTrial_shouldBeSaidToEnd() {
    assertThat(announced(noticed().trial(1, 1, 0), "2026-03-01T00:00:00Z"))
        .containsExactly(
            "TrialEnding 2 2026-01-31T00:05:00Z 1999",
            "RenewalUpcoming 3 2026-02-28T00:05:00Z 1999");
  }

  /** Discounted months are a trial, though each is paid: it ends with the plan's own price. */
  @Test
  void discountedTrial_shouldBeSaidToEndWithThePlansPrice() {
    assertThat(announced(noticed().trial(1, 2, 100), "2026-04-01T00:00:00Z"))
        .containsExactly(
            "RenewalUpcoming 2 2026-01-31T00:05:00Z 100",
            "TrialEnding 3 2026-02-28T00:05:00Z 1999",
            "RenewalUpcoming 4 2026-03-31T00:05:00Z 1999");
  }

  /** Whoever pays for the first time is told so, and of the plan's own price too. */
  @Test
  void discountAfterAFreeTrial_shouldBeSaidToBeginAndToEnd() {
    assertThat(announced(noticed().trial(1, 1, 0).trial(2, 3, 100), "2026-05-01T00:00:00Z"))
        .containsExactly(
            "TrialEnding 2 2026-01-31T00:05:00Z 100",
            "RenewalUpcoming 3 2026-02-28T00:05:00Z 100",
            "TrialEnding 4 2026-03-31T00:05:00Z 1999",
            "RenewalUpcoming 5 2026-04-30T00:05:00Z 1999");
  }

  @Test
  void signingOnly_shouldBeATrial() {
    assertThat(announced(noticed().signOnly(), "2026-02-01T00:00:00Z"))
        .containsExactly("TrialEnding 2 2026-01-31T00:05:00Z 1999");
  }

  /** A later start is a trial until then; who agrees a day before needs no reminder. */
  @ParameterizedTest
  @CsvSource({"2026-01-01T00:00:00Z, 1", "2026-01-31T00:00:00Z, 0"})
  void laterStart_shouldBeAnnounced(String approvedAt, int times) {
    Diary diary =
        Diary.approved(approvedAt, Offer.from("2026-02-01T00:00:00Z").notices(3, 7).build());
    diary.until("2026-02-01T00:00:00Z");
    assertThat(announcements(diary))
        .isEqualTo(List.of("TrialEnding 1 2026-02-01T00:00:00Z 1999").subList(0, times));
  }

  /** Later gifts are no trial (decision 0019), and nothing is told of what costs nothing. */
  @Test
  void freePeriods_shouldNotBeAnnounced() {
    assertThat(announced(noticed().trial(2, 2, 0), "2026-03-01T00:00:00Z"))
        .containsExactly("RenewalUpcoming 3 2026-02-28T00:05:00Z 1999");
  }

  /** The clock goes forward on 29 March: the local time stays, and not the number of hours. */
  @Test
  void daysBefore_shouldKeepTheLocalTime() {
    String start = "2026-03-02T10:00:00+01:00";
    Diary diary =
        Diary.approved(start, Offer.from(start).in("Europe/Berlin").notices(3, 7).build());
    diary.skip().until("2026-03-26T00:00:00Z");
    diary.tells("2026-03-25T09:05:00Z RenewalUpcoming 2 2026-04-01T08:05:00Z 1999");
  }

  /** Days that do not fit between the preceding period's start and the charge. */
  @ParameterizedTest
  @CsvSource({"MONTH, 30, 1", "MONTH, 31, 0", "MONTH, 40, 0", "WEEK, 6, 1", "WEEK, 7, 0"})
  void announcement_shouldFitIntoThePeriodBefore(PeriodUnit unit, int days, int times) {
    Offer offer = Offer.from(START).every(1, unit).notices(0, days);
    String end = unit == PeriodUnit.MONTH ? "2026-02-01T00:00:00Z" : "2026-01-08T00:00:00Z";
    assertThat(announced(offer, end)).hasSize(times);
  }

  @Test
  void updatedPrice_shouldBeAnnounced() {
    Diary diary = Diary.approved(START, noticed().build()).until("2026-01-10T00:00:00Z");
    diary.update(NewTerms.of("u-1").price(2999).fromTheNextPeriod());
    diary.until("2026-02-01T00:00:00Z");
    assertThat(announcements(diary)).containsExactly("RenewalUpcoming 2 2026-01-31T00:05:00Z 2999");
  }

  /** The announcement goes where its charge goes. */
  @Test
  void movedCharge_shouldBeAnnouncedByItsNewDate() {
    Diary diary = Diary.approved(START, noticed().build()).until("2026-01-10T00:00:00Z").skip();
    diary.update(NewTerms.of("u-1").nextPeriodAt("2026-02-08T12:00:00Z"));
    diary.until("2026-02-01T00:00:00Z");
    diary.tells(
        "2026-01-10T00:00:00Z Updated u-1",
        "2026-01-31T12:05:00Z RenewalUpcoming 2 2026-02-07T12:05:00Z 1999");
  }

  /** It is told late rather than not at all, as long as its charge is ahead. */
  @Test
  void chargeMovedNear_shouldBeAnnouncedAtOnce() {
    Diary diary = Diary.approved(START, noticed().build()).until("2026-01-10T00:00:00Z").skip();
    diary.update(NewTerms.of("u-1").nextPeriodAt("2026-01-12T12:00:00Z"));
    diary.tells(
        "2026-01-10T00:00:00Z Updated u-1",
        "2026-01-10T00:00:00Z RenewalUpcoming 2 2026-01-11T12:05:00Z 1999");
  }

  @Test
  void chargeMovedAfterItsAnnouncement_shouldNotBeAnnouncedAgain() {
    Diary diary = Diary.approved(START, noticed().build()).until("2026-01-25T00:00:00Z").skip();
    diary.update(NewTerms.of("u-1").nextPeriodAt("2026-02-20T00:00:00Z"));
    diary.until("2026-02-19T00:00:00Z");
    diary.tells("2026-01-25T00:00:00Z Updated u-1");
  }

  /** Who was away until the charge is due says nothing of it, and charges. */
  @Test
  void announcementOfAChargeThatIsDue_shouldBeDropped() {
    Diary diary = Diary.approved(START, noticed().build()).skip();
    diary.outageUntil("2026-01-31T00:05:00Z");
    diary.tells(
        "2026-01-31T00:05:00Z ChargeRequested 2/1 1999", "2026-01-31T00:05:00Z ChargeSucceeded 2");
  }

  @Test
  void announcementThatIsLate_shouldBeToldWhileItsChargeIsAhead() {
    Diary diary = Diary.approved(START, noticed().build()).skip();
    diary.outageUntil("2026-01-31T00:04:59Z");
    diary.tells("2026-01-31T00:04:59Z RenewalUpcoming 2 2026-01-31T00:05:00Z 1999");
  }

  /** After months of it each period is decided, and the next one announced in time. */
  @Test
  void announcementsOfALongOutage_shouldBeDropped() {
    Diary diary = Diary.approved(START, noticed().build()).skip();
    diary.outageUntil("2026-04-10T00:00:00Z").until("2026-04-24T00:00:00Z");
    assertThat(announcements(diary)).containsExactly("RenewalUpcoming 5 2026-04-30T00:05:00Z 1999");
  }

  @Test
  void whatIsNotCharged_shouldNotBeAnnounced() {
    assertThat(announced(noticed().cycles(1), "2026-02-01T00:00:00Z")).isEmpty();
    assertThat(announced(noticed().until("2026-02-01T00:00:00Z"), "2026-02-01T00:00:00Z"))
        .isEmpty();
    Diary canceled = Diary.approved(START, noticed().build());
    canceled.cancel();
    assertThat(announcements(canceled.until("2026-02-01T00:00:00Z"))).isEmpty();
    Diary refused = Diary.approved(START, noticed().build()).channel(HARD);
    refused.until("2026-01-31T12:00:00Z").skip().until("2026-06-01T00:00:00Z");
    assertThat(announcements(refused))
        .containsExactly("RenewalUpcoming 2 2026-01-31T00:05:00Z 1999");
  }

  @Test
  void pausedSubscription_shouldAnnounceNothingBeforeItResumes() {
    Diary diary = Diary.approved(START, noticed().build()).until("2026-01-20T00:00:00Z").skip();
    diary.pause("p-1");
    diary.until("2026-01-28T00:00:00Z").resume("p-2");
    diary.tells(
        "2026-01-20T00:00:00Z Paused p-1",
        "2026-01-28T00:00:00Z Resumed p-2",
        "2026-01-28T00:00:00Z RenewalUpcoming 2 2026-01-31T00:05:00Z 1999");
  }

  @Test
  void parkedSubscription_shouldAnnounceNothing() {
    Diary parked = Diary.approved(START, noticed().build());
    parked.channel(UNKNOWN).until("2026-02-10T00:00:00Z");
    assertThat(parked.live().head().parked()).isTrue();
    parked.until("2026-06-01T00:00:00Z");
    assertThat(announcements(parked))
        .containsExactly("RenewalUpcoming 2 2026-01-31T00:05:00Z 1999");
  }

  /** The policies end it before: what is owed is told by other events. */
  @Test
  void chargeAfterTheFinalAct_shouldNotBeAnnounced() {
    Diary diary =
        Diary.approved(START, noticed().finalAct(Policies.FinalAct.CANCEL, 22).build())
            .channel(SOFT);
    diary.until("2026-02-26T00:00:00Z");
    assertThat(announcements(diary)).containsExactly("RenewalUpcoming 2 2026-01-31T00:05:00Z 1999");
    diary.channel(OK).replaceMethod("m-1", "DANA");
    assertThat(announcements(diary))
        .containsExactly(
            "RenewalUpcoming 2 2026-01-31T00:05:00Z 1999",
            "RenewalUpcoming 3 2026-02-28T00:05:00Z 1999");
  }

  /** The merchant says when it charges; only a first charge that waits for a start is known. */
  @Test
  void selfManagedSubscription_shouldAnnounceNoRenewal() {
    assertThat(announced(noticed().selfManaged(), "2026-06-01T00:00:00Z")).isEmpty();
    assertThat(announced(noticed().selfManaged().signAndBill(), "2026-06-01T00:00:00Z")).isEmpty();
  }

  private static Offer noticed() {
    return Offer.from(START).notices(3, 7);
  }

  /** What is announced until a moment, of a subscription from the start on. */
  private static List<String> announced(Offer offer, String until) {
    return announcements(Diary.approved(START, offer.build()).until(until));
  }

  private static List<String> announcements(Diary diary) {
    return diary.all().stream()
        .filter(Event.ChargeAnnounced.class::isInstance)
        .map(Words::of)
        .toList();
  }
}
