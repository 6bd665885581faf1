package dev.recur.billing.domain;

import static dev.recur.billing.domain.ScriptedChannel.HARD;
import static dev.recur.billing.domain.ScriptedChannel.NOT_FOUND;
import static dev.recur.billing.domain.ScriptedChannel.OK;
import static dev.recur.billing.domain.ScriptedChannel.PENDING;
import static dev.recur.billing.domain.ScriptedChannel.REFUSED;
import static dev.recur.billing.domain.ScriptedChannel.SOFT;
import static dev.recur.billing.domain.ScriptedChannel.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Outcomes that are not known, as diaries: inquired about until they are, and nothing is charged
 * again meanwhile.
 */
class UnknownOutcomesTest {
  private static final String START = "2026-01-01T00:00:00Z";

  /** What {@link #weekThatWaited} is charged by the terms it was agreed with. */
  private static final List<String> WAITED =
      List.of(
          "5 for 1999 of 2026-01-05T00:00:00Z to 2026-01-06T00:00:00Z",
          "6 for 1999 of 2026-01-06T00:00:00Z to 2026-01-07T00:00:00Z",
          "7 for 1999 of 2026-01-07T00:00:00Z to 2026-01-08T00:00:00Z",
          "8 for 1999 of 2026-01-08T00:00:00Z to 2026-01-09T00:00:00Z");

  /** Unknown for hours, over a boundary, and then it turns out that it was charged. */
  @Test
  void unknownThatWasCharged_shouldBeInquiredAboutAndChargedOnce() {
    Diary diary = Diary.monthly(START).channel(UNKNOWN);
    diary.until("2026-01-31T00:16:00Z").channel(OK).until("2026-02-20T00:00:00Z");
    diary.tells(
        "2026-01-31T00:05:00Z ChargeRequested 2/1 1999",
        "2026-01-31T00:05:00Z ChargeUnresolved 2",
        "2026-01-31T00:06:00Z InquiryRequested 2",
        "2026-01-31T00:06:00Z ChargeUnresolved 2",
        "2026-01-31T00:07:00Z InquiryRequested 2",
        "2026-01-31T00:07:00Z ChargeUnresolved 2",
        "2026-01-31T00:10:00Z InquiryRequested 2",
        "2026-01-31T00:10:00Z ChargeUnresolved 2",
        "2026-01-31T00:15:00Z InquiryRequested 2",
        "2026-01-31T00:15:00Z ChargeUnresolved 2",
        "2026-01-31T00:25:00Z InquiryRequested 2",
        "2026-01-31T00:25:00Z ChargeSucceeded 2",
        "2026-02-01T00:00:00Z PeriodStarted 2");
  }

  /** Every other due item goes on, only the next charge waits; then it is made. */
  @Test
  void unknownOverTheNextPeriodsCharge_shouldHoldOnlyThatCharge() {
    Diary diary = Diary.approved(START, Offer.from(START).every(3, PeriodUnit.DAY).build()).skip();
    diary.channelSilent().until("2026-01-08T00:00:00Z");
    diary.tells(
        "2026-01-03T00:05:00Z ChargeRequested 2/1 1999",
        "2026-01-03T00:35:00Z InquiryRequested 2",
        "2026-01-03T02:05:00Z InquiryRequested 2",
        "2026-01-03T08:05:00Z InquiryRequested 2",
        "2026-01-04T00:00:00Z PeriodStarted 2",
        "2026-01-04T08:05:00Z InquiryRequested 2",
        "2026-01-07T00:00:00Z PeriodStarted 3");
    diary.answered(OK).channel(OK).until("2026-01-10T00:00:00Z");
    diary.tells(
        "2026-01-08T00:00:00Z ChargeSucceeded 2",
        "2026-01-08T00:00:00Z ChargeRequested 3/1 1999",
        "2026-01-08T00:00:00Z ChargeSucceeded 3",
        "2026-01-09T00:05:00Z ChargeRequested 4/1 1999",
        "2026-01-09T00:05:00Z ChargeSucceeded 4",
        "2026-01-10T00:00:00Z PeriodStarted 4");
  }

  /** Pending for days, then declined: it is tried again as if it had been declined at once. */
  @Test
  void pendingThatFails_shouldBeRetried() {
    Diary diary = Diary.monthly(START).channel(PENDING);
    diary.until("2026-02-05T12:00:00Z").skip().channel(SOFT).until("2026-02-06T12:00:00Z");
    diary.channel(OK).until("2026-02-20T00:00:00Z");
    diary.tells(
        "2026-02-06T00:05:00Z InquiryRequested 2",
        "2026-02-06T00:05:00Z ChargeDeclined 2",
        "2026-02-07T00:05:00Z ChargeRequested 2/2 1999",
        "2026-02-07T00:05:00Z ChargeSucceeded 2");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.ACTIVE);
  }

  /** The channel never saw the key: the same key is presented again, and answered. */
  @Test
  void notFound_shouldPresentTheSameKeyAgain() {
    Diary diary = Diary.monthly(START).channel(UNKNOWN);
    diary.until("2026-01-31T00:05:30Z").skip().channelSilent().until("2026-01-31T00:06:00Z");
    diary.answered(NOT_FOUND).answered(OK);
    diary.tells(
        "2026-01-31T00:06:00Z InquiryRequested 2",
        "2026-01-31T00:06:00Z ChargePresentedAgain 2",
        "2026-01-31T00:06:00Z ChargeSucceeded 2");
    assertThat(diary.settled(diary.paymentOf(2)).successes())
        .extracting(success -> success.attempt().number())
        .containsExactly(1);
  }

  /** Refused at once: nothing was charged, and it is tried again as after any decline for now. */
  @Test
  void refused_shouldBeRetriedUnderASecondKey() {
    Diary diary = Diary.monthly(START).channel(REFUSED);
    diary.until("2026-02-01T00:00:00Z").channel(OK).until("2026-02-01T12:00:00Z");
    diary.tells(
        "2026-01-31T00:05:00Z ChargeRequested 2/1 1999",
        "2026-01-31T00:05:00Z ChargeDeclined 2",
        "2026-02-01T00:00:00Z PeriodStarted 2",
        "2026-02-01T00:05:00Z ChargeRequested 2/2 1999",
        "2026-02-01T00:05:00Z ChargeSucceeded 2");
  }

  /**
   * The request came twice to a channel that charged the first time and said nothing certain of it:
   * that the second is refused frees the way for no other key.
   */
  @Test
  void refusalAfterAnAnswerThatWasNotFinal_shouldNotBeADecline() {
    for (String inquired : List.of("2026-01-31T00:05:30Z", "2026-02-20T00:00:00Z")) {
      Diary diary = Diary.monthly(START).channel(UNKNOWN);
      diary.until(inquired).skip();
      diary.says(REFUSED, diary.paymentOf(2), 1);
      diary.tells();
      assertThat(diary.open().mayStillSucceed()).isTrue();
    }
  }

  /** It may be the refusal of the first of the two presentations, and the second be charging. */
  @Test
  void refusalOfAKeyThatWasPresentedTwice_shouldBeInquiredAbout() {
    Diary diary = Diary.monthly(START).channel(UNKNOWN);
    diary.until("2026-01-31T00:05:30Z").skip().channelSilent().until("2026-01-31T00:06:00Z");
    diary.answered(NOT_FOUND).answered(REFUSED).channel(OK).until("2026-01-31T00:07:00Z");
    diary.tells(
        "2026-01-31T00:06:00Z InquiryRequested 2",
        "2026-01-31T00:06:00Z ChargePresentedAgain 2",
        "2026-01-31T00:06:00Z ChargeUnresolved 2",
        "2026-01-31T00:07:00Z InquiryRequested 2",
        "2026-01-31T00:07:00Z ChargeSucceeded 2");
    assertThat(diary.settled(diary.paymentOf(2)).successes())
        .extracting(success -> success.attempt().number())
        .containsExactly(1);
  }

  /** A channel that takes no order and finds none: tried more and more rarely, and then not. */
  @Test
  void keyThatNeverReachesTheChannel_shouldNotBePresentedWithoutEnd() {
    Diary diary = Diary.monthly(START).channelNeverReached();
    diary.until("2026-03-01T00:00:00Z");
    assertThat(diary.all()).filteredOn(Event.ChargePresentedAgain.class::isInstance).hasSize(10);
    assertThat(diary.existing().head().parked()).isTrue();
  }

  /** Nobody knows after a week: a person decides, and until then nothing else is charged. */
  @Test
  void unknownForGood_shouldParkAndChargeNothingMore() {
    Diary diary = unresolved();
    diary.until("2026-04-15T00:00:00Z");
    diary.tells(
        "2026-03-01T00:00:00Z PeriodStarted 3",
        "2026-04-01T00:00:00Z CatchUpDecided 3 SKIP",
        "2026-04-01T00:00:00Z PeriodStarted 4");
    assertThat(diary.existing().head().parked()).isTrue();
  }

  /**
   * Released without an outcome, no period would ever be charged again, and nobody would be told:
   * so it is not released.
   */
  @Test
  void releaseWithoutAnOutcome_shouldBeRefusedWithTheCure() {
    Diary diary = unresolved();
    Answer answer = diary.release();
    assertThat(answer.code()).isEqualTo("PROCESS_FAIL");
    assertThat(answer.message()).contains(diary.paymentOf(2)).contains("charge.results");
    assertThat(diary.release()).isEqualTo(answer);
    diary.tells("2026-02-20T00:00:00Z CommandRefused PROCESS_FAIL");
    assertThat(diary.existing().head().parked()).isTrue();
  }

  /** The person found that it was charged, and wrote the result. */
  @Test
  void settledByHandAndReleased_shouldGoOn() {
    Diary diary = unresolved();
    diary.says(OK, diary.paymentOf(2), 1).channel(OK);
    assertThat(diary.release().succeeded()).isTrue();
    diary.until("2026-04-01T00:00:00Z");
    diary.tells(
        "2026-02-20T00:00:00Z ChargeSucceeded 2",
        "2026-02-20T00:00:00Z Released",
        "2026-02-28T00:05:00Z ChargeRequested 3/1 1999",
        "2026-02-28T00:05:00Z ChargeSucceeded 3",
        "2026-03-01T00:00:00Z PeriodStarted 3",
        "2026-03-31T00:05:00Z ChargeRequested 4/1 1999",
        "2026-03-31T00:05:00Z ChargeSucceeded 4",
        "2026-04-01T00:00:00Z PeriodStarted 4");
  }

  /** An operator's script that did not hear the answer releases again: it is what it asks for. */
  @Test
  void releasedAgain_shouldBeAnsweredAlikeAndLeaveNoTrace() {
    Diary diary = unresolved();
    diary.says(OK, diary.paymentOf(2), 1).channel(OK);
    assertThat(diary.release().succeeded()).isTrue();
    diary.skip();
    assertThat(diary.release().succeeded()).isTrue();
    diary.tells();
  }

  /** Or that it was not: then it is retried like any decline. */
  @Test
  void settledByHandAsDeclined_shouldBeRetried() {
    Diary diary = unresolved();
    diary.says(SOFT, diary.paymentOf(2), 1).channel(OK).release();
    diary.until("2026-02-27T00:00:00Z");
    diary.tells(
        "2026-02-20T00:00:00Z ChargeDeclined 2",
        "2026-02-20T00:00:00Z Released",
        "2026-02-21T00:00:00Z ChargeRequested 2/2 1999",
        "2026-02-21T00:00:00Z ChargeSucceeded 2");
  }

  /** A success counts whenever it is told; of two attempts that both succeed one is a surplus. */
  @Test
  void successOfTwoAttempts_shouldCountOneAndTellTheOther() {
    Diary diary = Diary.monthly(START).channel(SOFT);
    diary.until("2026-02-01T12:00:00Z").skip();
    diary.says(OK, diary.paymentOf(2), 1).says(OK, diary.paymentOf(2), 2);
    diary.says(OK, diary.paymentOf(2), 1).says(HARD, diary.paymentOf(2), 2);
    diary.tells("2026-02-01T12:00:00Z ChargeSucceeded 2", "2026-02-01T12:00:00Z ChargeSurplus 2");
    assertThat(diary.settled(diary.paymentOf(2)).successes())
        .extracting(success -> success.attempt().number())
        .containsExactly(1, 2);
  }

  /** Once the payment is settled nobody asks about the later attempt: a person has to. */
  @Test
  void successOfAnEarlierAttemptAndNoWordOfTheLater_shouldParkUntilItIsKnown() {
    Diary diary = Diary.monthly(START).channel(SOFT);
    diary.until("2026-02-01T00:00:00Z").channelSilent().until("2026-02-01T00:06:00Z").skip();
    diary.says(OK, diary.paymentOf(2), 1).says(UNKNOWN, diary.paymentOf(2), 2);
    diary.says(UNKNOWN, diary.paymentOf(2), 2).says(PENDING, diary.paymentOf(2), 1);
    diary.tells("2026-02-01T00:06:00Z ChargeSucceeded 2", "2026-02-01T00:06:00Z Parked");
    diary.says(OK, diary.paymentOf(2), 2);
    assertThat(diary.release().succeeded()).isTrue();
    diary.tells("2026-02-01T00:06:00Z ChargeSurplus 2", "2026-02-01T00:06:00Z Released");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.ACTIVE);
  }

  @Test
  void successOfAnEarlierAttemptWhileTheLaterIsPending_shouldParkUntilItIsKnown() {
    Diary diary = Diary.monthly(START).channel(SOFT);
    diary.until("2026-02-01T00:00:00Z").channel(PENDING).until("2026-02-01T00:05:30Z").skip();
    diary.says(OK, diary.paymentOf(2), 1).until("2026-02-20T00:00:00Z");
    diary.tells("2026-02-01T00:05:30Z ChargeSucceeded 2", "2026-02-01T00:05:30Z Parked");
  }

  /** What is said twice, or of what was never asked, adds nothing. */
  @Test
  void repeatedAndUnknownAnswers_shouldAddNothing() {
    Diary diary = Diary.monthly(START);
    diary.says(OK, diary.paymentOf(1), 1);
    diary.says(SOFT, diary.paymentOf(1), 1);
    diary.says(PENDING, diary.paymentOf(1), 1);
    diary.says(OK, diary.paymentOf(2), 1);
    diary.says(OK, "nobody's", 1);
    diary.tells();
  }

  /** The charges that waited are made apart: not all at once, and without parking. */
  @Test
  void weekOfAnUnknownOutcomeOfADailyOne_shouldCatchUpWithinTheSafetyBound() {
    Diary diary = Diary.approved(START, Offer.from(START).every(1, PeriodUnit.DAY).build()).skip();
    diary.channel(PENDING).until("2026-01-07T23:59:00Z").skip();
    diary.channel(OK).until("2026-01-10T00:04:00Z");
    diary.tells(
        "2026-01-08T00:00:00Z PeriodStarted 8",
        "2026-01-08T00:05:00Z InquiryRequested 2",
        "2026-01-08T00:05:00Z ChargeSucceeded 2",
        "2026-01-08T00:05:00Z ChargeRequested 3/1 1999",
        "2026-01-08T00:05:00Z ChargeSucceeded 3",
        "2026-01-08T00:05:00Z ChargeRequested 4/1 1999",
        "2026-01-08T00:05:00Z ChargeSucceeded 4",
        "2026-01-09T00:00:00Z PeriodStarted 9",
        "2026-01-09T00:05:00Z ChargeRequested 5/1 1999",
        "2026-01-09T00:05:00Z ChargeSucceeded 5",
        "2026-01-09T00:05:00Z ChargeRequested 6/1 1999",
        "2026-01-09T00:05:00Z ChargeSucceeded 6",
        "2026-01-10T00:00:00Z PeriodStarted 10");
    diary.until("2026-02-01T00:00:00Z");
    assertThat(diary.existing().head().parked()).isFalse();
    assertThat(diary.live().progress().opened()).isEqualTo(32);
  }

  /** What waited is charged as it was agreed for its period, whatever is agreed for later ones. */
  @Test
  void otherPriceFromTheNextPeriod_shouldLeaveThePeriodsThatWaited() {
    Diary diary = weekThatWaited();
    diary.update(NewTerms.of("u-1").price(2999).fromTheNextPeriod());
    diary.until("2026-01-14T00:00:00Z");
    assertThat(charged(diary))
        .containsAll(WAITED)
        .contains("9 for 2999 of 2026-01-09T00:00:00Z to 2026-01-10T00:00:00Z")
        .doesNotHaveDuplicates();
  }

  /** They were not missed, so what a policy says of missed ones bounds them in no number. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void periodsThatWaited_shouldAllStayOwedHoweverFewMissedOnesMay(boolean otherPrice) {
    Diary diary =
        weekThatWaited(
            Offer.from(START).every(1, PeriodUnit.DAY).catchUp(Policies.CatchUp.CURRENT, 1));
    NewTerms terms = NewTerms.of("u-1").fromTheNextPeriod();
    diary.update(otherPrice ? terms.price(2999) : terms.text("Club"));
    diary.until("2026-01-14T00:00:00Z");
    assertThat(charged(diary)).containsAll(WAITED).doesNotHaveDuplicates();
  }

  /** Nor are its dates counted by a rhythm that begins after it, by which it would be long over. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void otherRuleFromTheNextPeriod_shouldLeaveThePeriodsThatWaited(boolean awaited) {
    Diary diary = weekThatWaited();
    NewTerms monthly = NewTerms.of("u-1").every(1, PeriodUnit.MONTH);
    diary.update(awaited ? monthly.fromTheNextPeriod() : monthly);
    diary.until("2026-01-14T00:00:00Z");
    assertThat(diary.all()).filteredOn(Event.PeriodSkipped.class::isInstance).isEmpty();
    assertThat(charged(diary))
        .containsAll(WAITED)
        .contains("9 for 1999 of 2026-01-09T00:00:00Z to 2026-02-09T00:00:00Z")
        .doesNotHaveDuplicates();
  }

  /** A daily one whose second charge was pending for a week: periods 5 to 8 wait for their turn. */
  private static Diary weekThatWaited() {
    return weekThatWaited(Offer.from(START).every(1, PeriodUnit.DAY));
  }

  private static Diary weekThatWaited(Offer offer) {
    Diary diary = Diary.approved(START, offer.build());
    diary.channel(PENDING).until("2026-01-07T23:59:00Z");
    diary.channel(OK).until("2026-01-08T12:00:00Z");
    assertThat(diary.live().progress().opened()).isEqualTo(4);
    assertThat(diary.live().progress().current()).isEqualTo(8);
    return diary;
  }

  private static List<String> charged(Diary diary) {
    return diary.all().stream()
        .filter(Event.ChargeRequested.class::isInstance)
        .map(event -> ((Event.ChargeRequested) event).payment())
        .map(
            payment ->
                "%d for %d of %s to %s"
                    .formatted(
                        payment.period().number(),
                        payment.amount().amountMinor(),
                        payment.period().start(),
                        payment.period().end()))
        .toList();
  }

  private static Diary unresolved() {
    Diary diary = Diary.monthly(START).channel(UNKNOWN);
    diary.until("2026-02-20T00:00:00Z");
    assertThat(diary.all().getLast()).isInstanceOf(Event.Parked.class);
    assertThat(diary.open().phase()).isInstanceOf(Collection.Phase.Unresolved.class);
    return diary.skip();
  }
}
