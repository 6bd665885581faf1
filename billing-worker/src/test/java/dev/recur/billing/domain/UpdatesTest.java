package dev.recur.billing.domain;

import static dev.recur.billing.domain.ScriptedChannel.OK;
import static dev.recur.billing.domain.ScriptedChannel.SOFT;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Updates as diaries, beyond the worked examples (Antom, update; seed 002, changeMode). */
class UpdatesTest {
  private static final String START = "2026-01-01T00:00:00Z";

  /** Nothing visible changes before the boundary; then all of it does, at once. */
  @Test
  void atTheNextPeriod_shouldChangeNothingBeforeTheBoundary() {
    Diary diary = Diary.monthly(START);
    diary.until("2026-01-15T00:00:00Z");
    Answer answer =
        diary.update(
            NewTerms.of("u-1")
                .text("Gold")
                .price(5000)
                .every(2, PeriodUnit.WEEK)
                .fromTheNextPeriod());
    assertThat(answer.succeeded()).isTrue();
    diary.until("2026-01-31T23:59:59Z");
    diary.tells(
        "2026-01-15T00:00:00Z Updated u-1",
        "2026-01-31T00:05:00Z ChargeRequested 2/1 5000",
        "2026-01-31T00:05:00Z ChargeSucceeded 2");
    assertThat(diary.live().head().terms().description()).isEqualTo("Membership");
    assertThat(diary.live().head().terms().price()).isEqualTo(Given.usd(1999));
    diary.until("2026-02-15T00:00:00Z");
    diary.tells(
        "2026-02-01T00:00:00Z PeriodStarted 2",
        "2026-02-01T00:00:00Z UpdateTookEffect u-1 2",
        "2026-02-14T00:05:00Z ChargeRequested 3/1 5000",
        "2026-02-14T00:05:00Z ChargeSucceeded 3",
        "2026-02-15T00:00:00Z PeriodStarted 3");
    assertThat(diary.live().head().terms().description()).isEqualTo("Gold");
    assertThat(diary.live().head().terms().price()).isEqualTo(Given.usd(5000));
  }

  /** The next period is charged already, so "next" is the one after it. */
  @Test
  void atTheNextPeriodOnceThatIsCharged_shouldTakeTheOneAfter() {
    Diary diary = Diary.monthly(START);
    diary.until("2026-01-31T12:00:00Z").skip();
    diary.update(NewTerms.of("u-1").price(5000).fromTheNextPeriod());
    diary.until("2026-03-01T00:00:00Z");
    diary.tells(
        "2026-01-31T12:00:00Z Updated u-1",
        "2026-02-01T00:00:00Z PeriodStarted 2",
        "2026-02-28T00:05:00Z ChargeRequested 3/1 5000",
        "2026-02-28T00:05:00Z ChargeSucceeded 3",
        "2026-03-01T00:00:00Z PeriodStarted 3",
        "2026-03-01T00:00:00Z UpdateTookEffect u-1 3");
  }

  /** As in the sources' own examples: the same rule again is no change, and the 31st comes back. */
  @Test
  void sameRuleAgain_shouldKeepTheAnchor() {
    Diary diary = Diary.monthly("2026-01-31T00:00:00Z");
    diary.until("2026-02-10T00:00:00Z");
    diary.update(NewTerms.of("u-1").price(5000).every(1, PeriodUnit.MONTH));
    diary.update(NewTerms.of("u-2").every(1, PeriodUnit.MONTH).fromTheNextPeriod());
    diary.until("2026-04-30T00:00:00Z");
    assertThat(diary.all().stream().filter(Event.PeriodStarted.class::isInstance))
        .extracting(event -> ((Event.PeriodStarted) event).period().start().toString())
        .containsExactly(
            "2026-01-31T00:00:00Z",
            "2026-02-28T00:00:00Z",
            "2026-03-31T00:00:00Z",
            "2026-04-30T00:00:00Z");
  }

  /** What is asked for later counts: the awaited price is overtaken, the awaited text is not. */
  @Test
  void nowAfterOneThatWaits_shouldOvertakeWhatBothName() {
    Diary diary = Diary.monthly(START);
    diary.update(NewTerms.of("u-1").text("Gold").price(5000).fromTheNextPeriod());
    diary.update(NewTerms.of("u-2").price(3000));
    diary.until("2026-02-01T00:00:00Z");
    diary.tells(
        "2026-01-01T00:00:00Z Updated u-1",
        "2026-01-01T00:00:00Z Updated u-2",
        "2026-01-31T00:05:00Z ChargeRequested 2/1 3000",
        "2026-01-31T00:05:00Z ChargeSucceeded 2",
        "2026-02-01T00:00:00Z PeriodStarted 2",
        "2026-02-01T00:00:00Z UpdateTookEffect u-1 2");
    assertThat(diary.live().head().terms().description()).isEqualTo("Gold");
    assertThat(diary.live().head().terms().price()).isEqualTo(Given.usd(3000));
  }

  /** A trial's price was agreed for its periods; the new one follows it. */
  @Test
  void priceDuringATrial_shouldCountFromTheFirstPeriodAfterIt() {
    Diary diary = Diary.approved(START, Offer.from(START).trial(1, 2, 100).build()).skip();
    diary.update(NewTerms.of("u-1").price(5000));
    diary.until("2026-03-01T00:00:00Z");
    diary.tells(
        "2026-01-01T00:00:00Z Updated u-1",
        "2026-01-31T00:05:00Z ChargeRequested 2/1 100",
        "2026-01-31T00:05:00Z ChargeSucceeded 2",
        "2026-02-01T00:00:00Z PeriodStarted 2",
        "2026-02-28T00:05:00Z ChargeRequested 3/1 5000",
        "2026-02-28T00:05:00Z ChargeSucceeded 3",
        "2026-03-01T00:00:00Z PeriodStarted 3");
  }

  /** Antom: the same request is to be sent again later, and then succeeds under the same id. */
  @Test
  void duringAPayment_shouldBeForbiddenAndSucceedLaterUnderTheSameId() {
    Diary diary = Diary.monthly(START).channelSilent();
    diary.until("2026-01-31T12:00:00Z").skip();
    Answer forbidden = diary.update(NewTerms.of("u-1").price(5000));
    assertThat(forbidden.code()).isEqualTo("UPDATE_FORBIDDEN_DURING_PAYMENT");
    assertThat(diary.update(NewTerms.of("u-1").price(5000))).isEqualTo(forbidden);
    assertThat(diary.update(NewTerms.of("u-1").price(6000)).code())
        .isEqualTo("REPEAT_REQ_INCONSISTENT");
    diary.answered(OK);
    assertThat(diary.update(NewTerms.of("u-1").price(5000)).succeeded()).isTrue();
    assertThat(diary.update(NewTerms.of("u-1").price(5000)).succeeded()).isTrue();
    diary.tells(
        "2026-01-31T12:00:00Z CommandRefused UPDATE_FORBIDDEN_DURING_PAYMENT",
        "2026-01-31T12:00:00Z CommandRefused REPEAT_REQ_INCONSISTENT",
        "2026-01-31T12:00:00Z ChargeSucceeded 2",
        "2026-01-31T12:00:00Z Updated u-1");
  }

  /** Pending and unknown are not final either. */
  @Test
  void whileAPaymentIsPending_shouldBeForbidden() {
    Diary diary = Diary.monthly(START).channelPending(60);
    diary.until("2026-01-31T00:30:00Z");
    assertThat(diary.update(NewTerms.of("u-1").text("Gold")).code())
        .isEqualTo("UPDATE_FORBIDDEN_DURING_PAYMENT");
    diary.until("2026-01-31T02:00:00Z");
    assertThat(diary.update(NewTerms.of("u-1").text("Gold")).succeeded()).isTrue();
  }

  /** A difference cannot be charged beside a period's payment; all else can change meanwhile. */
  @Test
  void whileAPaymentIsRetried_onlyADifferenceShouldWait() {
    Diary diary = Diary.monthly(START).channel(SOFT);
    diary.until("2026-01-31T12:00:00Z").skip();
    assertThat(diary.update(NewTerms.of("u-1").price(5000).pay(100)).code())
        .isEqualTo("UPDATE_FORBIDDEN_DURING_PAYMENT");
    assertThat(diary.update(NewTerms.of("u-2").price(5000)).succeeded()).isTrue();
    diary.channel(OK).until("2026-02-01T12:00:00Z");
    assertThat(diary.update(NewTerms.of("u-1").price(5000).pay(100)).succeeded()).isTrue();
    diary.tells(
        "2026-01-31T12:00:00Z CommandRefused UPDATE_FORBIDDEN_DURING_PAYMENT",
        "2026-01-31T12:00:00Z Updated u-2",
        "2026-02-01T00:00:00Z PeriodStarted 2",
        "2026-02-01T00:05:00Z ChargeRequested 2/2 1999",
        "2026-02-01T00:05:00Z ChargeSucceeded 2",
        "2026-02-01T12:00:00Z Updated u-1",
        "2026-02-01T12:00:00Z ChargeRequested 2/1 100 difference u-1",
        "2026-02-01T12:00:00Z ChargeSucceeded 2 difference u-1");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-15T23:59:59Z, false",
    "2026-01-16T00:00:00Z, true",
    "2026-02-14T23:59:59Z, true",
    "2026-02-15T00:00:00Z, false",
  })
  void movedDate_shouldLieAtLeastADayAndLessThanAPeriodAhead(String date, boolean fits) {
    Diary diary = Diary.monthly(START);
    diary.until("2026-01-15T00:00:00Z");
    Answer answer = diary.update(NewTerms.of("u-1").nextPeriodAt(date));
    assertThat(answer.code()).isEqualTo(fits ? "SUCCESS" : "PROCESS_FAIL");
  }

  /** Later than it would have been: the running period is prolonged, and nothing is charged. */
  @Test
  void postponedDate_shouldProlongTheRunningPeriod() {
    Diary diary = Diary.monthly(START);
    diary.until("2026-01-20T00:00:00Z");
    diary.update(NewTerms.of("u-1").nextPeriodAt("2026-02-15T00:00:00Z"));
    diary.until("2026-03-15T00:00:00Z");
    diary.tells(
        "2026-01-20T00:00:00Z Updated u-1",
        "2026-02-14T00:05:00Z ChargeRequested 2/1 1999",
        "2026-02-14T00:05:00Z ChargeSucceeded 2",
        "2026-02-15T00:00:00Z PeriodStarted 2",
        "2026-03-14T00:05:00Z ChargeRequested 3/1 1999",
        "2026-03-14T00:05:00Z ChargeSucceeded 3",
        "2026-03-15T00:00:00Z PeriodStarted 3");
  }

  @Test
  void movedDateOnceTheNextPeriodIsCharged_shouldBeRefused() {
    Diary diary = Diary.monthly(START);
    diary.until("2026-01-31T12:00:00Z");
    Answer answer = diary.update(NewTerms.of("u-1").nextPeriodAt("2026-02-10T00:00:00Z"));
    assertThat(answer.code()).isEqualTo("PROCESS_FAIL");
    assertThat(answer.message()).contains("charged already");
  }

  @Test
  void whatCannotBe_shouldBeRefusedWithTheReasonAndChangeNothing() {
    Diary diary = Diary.monthly(START);
    State.Live before = diary.live();
    refused(diary, NewTerms.of("u-0"), "PARAM_ILLEGAL", "asks for nothing");
    refused(
        diary,
        NewTerms.of("u-1").price(new Money(5000, "EUR")),
        "PARAM_ILLEGAL",
        "a subscription keeps its currency");
    refused(
        diary,
        NewTerms.of("u-2").price(5000).pay(100).fromTheNextPeriod(),
        "PARAM_ILLEGAL",
        "leave one out");
    refused(
        diary,
        NewTerms.of("u-3").nextPeriodAt("2026-01-20T00:00:00Z").fromTheNextPeriod(),
        "PARAM_ILLEGAL",
        "leave one out");
    refused(diary, NewTerms.of("u-4").pay(0), "PARAM_ILLEGAL", "must be more than 0");
    refused(
        diary,
        NewTerms.of("u-5").settle(true, new Money(5, "EUR")),
        "PARAM_ILLEGAL",
        "a subscription keeps its currency");
    refused(
        diary, NewTerms.of("u-6").every(0, PeriodUnit.DAY), "PARAM_ILLEGAL", "must be from 1 to");
    refused(diary, NewTerms.of("u-7").until(START), "PROCESS_FAIL", "must lie ahead");
    refused(
        diary,
        NewTerms.of("u-8").until("9999-12-31T23:59:59Z"),
        "PROCESS_FAIL",
        "more than a hundred years ahead");
    assertThat(diary.live().schedule()).isEqualTo(before.schedule());
    assertThat(diary.live().head().terms()).isEqualTo(before.head().terms());
  }

  @Test
  void endTimeOfOneThatCountsCycles_shouldBeRefused() {
    Diary diary = Diary.approved(START, Offer.from(START).cycles(5).build());
    refused(
        diary,
        NewTerms.of("u-1").until("2026-06-01T00:00:00Z"),
        "PARAM_ILLEGAL",
        "exclude each other");
  }

  @Test
  void onceRenewalIsOff_shouldBeRefused() {
    Diary diary = Diary.monthly(START);
    diary.cancel();
    refused(diary, NewTerms.of("u-1").price(5000), "PROCESS_FAIL", "create a new subscription");
  }

  /** A free plan on a card cannot be, now or later. */
  @Test
  void zeroPriceOnACard_shouldBeRefusedWithTheCure() {
    Diary diary = Diary.approved(START, Offer.from(START).method("CARD").build());
    refused(diary, NewTerms.of("u-1").price(0), "PARAM_ILLEGAL", "takes no amount of zero");
  }

  @Test
  void selfManaged_shouldSettleNoDifference() {
    Diary diary = Diary.approved(START, Offer.from(START).selfManaged().build());
    refused(diary, NewTerms.of("u-1").price(5000).pay(100), "PROCESS_FAIL", "settles no differ");
    refused(diary, NewTerms.of("u-2").price(500).giveBack(5), "PROCESS_FAIL", "settles no differ");
    assertThat(diary.update(NewTerms.of("u-3").price(5000)).succeeded()).isTrue();
    assertThat(diary.update(NewTerms.of("u-4").every(7, PeriodUnit.DAY)).succeeded()).isTrue();
  }

  private static void refused(Diary diary, NewTerms terms, String code, String reason) {
    Answer answer = diary.skip().update(terms);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.message()).contains(reason);
    diary.tells(diary.now() + " CommandRefused " + code);
  }
}
