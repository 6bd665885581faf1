package dev.recur.billing.domain;

import static dev.recur.billing.domain.ScriptedChannel.HARD;
import static dev.recur.billing.domain.ScriptedChannel.OK;
import static dev.recur.billing.domain.ScriptedChannel.PENDING;
import static dev.recur.billing.domain.ScriptedChannel.SOFT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.method.Profile;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How the buyer pays: chosen on the page, declined for good, replaced, as diaries. */
class MethodsTest {
  private static final String START = "2026-01-01T00:00:00Z";

  /** Nothing is charged with it any more; the period that runs is charged once it is replaced. */
  @Test
  void replacedAfterAHardDecline_shouldChargeTheRunningPeriodAtOnce() {
    Diary diary = Diary.monthly(START).channel(HARD);
    diary.until("2026-03-10T00:00:00Z");
    diary.tells(
        "2026-01-31T00:05:00Z ChargeRequested 2/1 1999",
        "2026-01-31T00:05:00Z ChargeDeclined 2",
        "2026-01-31T00:05:00Z PaymentFailed 2",
        "2026-02-01T00:00:00Z PeriodStarted 2",
        "2026-03-01T00:00:00Z PeriodStarted 3");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.PASTDUE);
    assertThat(Agenda.nextChargeAt(diary.state())).isEmpty();
    assertThat(diary.channel(OK).replaceMethod("m-1", "DANA").succeeded()).isTrue();
    diary.until("2026-04-01T00:00:00Z");
    diary.tells(
        "2026-03-10T00:00:00Z MethodReplaced DANA",
        "2026-03-10T00:00:00Z ChargeRequested 3/1 1999",
        "2026-03-10T00:00:00Z ChargeSucceeded 3",
        "2026-03-31T00:05:00Z ChargeRequested 4/1 1999",
        "2026-03-31T00:05:00Z ChargeSucceeded 4",
        "2026-04-01T00:00:00Z PeriodStarted 4");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.ACTIVE);
  }

  /** None before it: a period that ended unpaid for that reason was skipped, and stays so. */
  @Test
  void replacedPeriodsLater_shouldNotBillTheOnesBefore() {
    Diary diary = Diary.monthly(START).channel(HARD);
    diary.until("2026-05-10T00:00:00Z").skip();
    diary.channel(OK).replaceMethod("m-1", "DANA");
    diary.until("2026-05-30T00:00:00Z");
    diary.tells(
        "2026-05-10T00:00:00Z MethodReplaced DANA",
        "2026-05-10T00:00:00Z ChargeRequested 5/1 1999",
        "2026-05-10T00:00:00Z ChargeSucceeded 5");
    assertThat(diary.all().stream().filter(Event.PeriodSkipped.class::isInstance).map(Words::of))
        .containsExactly("PeriodSkipped 3 METHOD_REFUSED", "PeriodSkipped 4 METHOD_REFUSED");
  }

  /**
   * Periods that began while an attempt was open, and waited for it, are not passed over in silence
   * when it is refused for good: each has its outcome.
   */
  @Test
  void refusedForGoodAfterPeriodsHadWaited_shouldSkipEachOfThem() {
    Diary diary =
        Diary.approved(START, Offer.from(START).every(1, PeriodUnit.DAY).build()).channel(PENDING);
    diary.until("2026-01-04T12:00:00Z").channel(HARD).until("2026-01-06T00:00:00Z");
    assertThat(diary.all().stream().filter(Event.PeriodSkipped.class::isInstance).map(Words::of))
        .containsExactly(
            "PeriodSkipped 3 METHOD_REFUSED",
            "PeriodSkipped 4 METHOD_REFUSED",
            "PeriodSkipped 5 METHOD_REFUSED");
  }

  /** The next period's charge is due as well: each is charged once. */
  @Test
  void replacedShortlyBeforeTheBoundary_shouldChargeTheRunningAndTheNextPeriod() {
    Diary diary = Diary.monthly(START).channel(HARD);
    diary.until("2026-03-31T12:00:00Z").skip();
    diary.channel(OK).replaceMethod("m-1", "DANA");
    diary.until("2026-04-01T00:00:00Z");
    diary.tells(
        "2026-03-31T12:00:00Z MethodReplaced DANA",
        "2026-03-31T12:00:00Z ChargeRequested 3/1 1999",
        "2026-03-31T12:00:00Z ChargeSucceeded 3",
        "2026-03-31T12:00:00Z ChargeRequested 4/1 1999",
        "2026-03-31T12:00:00Z ChargeSucceeded 4",
        "2026-04-01T00:00:00Z PeriodStarted 4");
  }

  /** The replacement is declined for good as well: the same once more. */
  @Test
  void replacementDeclinedToo_shouldWaitForAnother() {
    Diary diary = Diary.monthly(START).channel(HARD);
    diary.until("2026-03-10T00:00:00Z").skip().replaceMethod("m-1", "DANA");
    diary.until("2026-04-15T00:00:00Z");
    diary.tells(
        "2026-03-10T00:00:00Z MethodReplaced DANA",
        "2026-03-10T00:00:00Z ChargeRequested 3/1 1999",
        "2026-03-10T00:00:00Z ChargeDeclined 3",
        "2026-03-10T00:00:00Z PaymentFailed 3",
        "2026-04-01T00:00:00Z PeriodStarted 4");
  }

  /** The next attempt is made at once with the new one; the days that are left stay as planned. */
  @Test
  void replacedDuringRetries_shouldTryAtOnceAndKeepTheOtherDays() {
    Diary diary = Diary.monthly(START).channel(SOFT);
    diary.until("2026-02-01T12:00:00Z").skip();
    diary.replaceMethod("m-1", "DANA");
    diary.until("2026-02-04T00:00:00Z").channel(OK).until("2026-02-10T00:00:00Z");
    diary.tells(
        "2026-02-01T12:00:00Z MethodReplaced DANA",
        "2026-02-01T12:00:00Z ChargeRequested 2/3 1999",
        "2026-02-01T12:00:00Z ChargeDeclined 2",
        "2026-02-05T00:05:00Z ChargeRequested 2/4 1999",
        "2026-02-05T00:05:00Z ChargeSucceeded 2");
    assertThat(((Event.ChargeSucceeded) diary.all().getLast()).method().type()).isEqualTo("DANA");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.ACTIVE);
  }

  /** However often it is replaced: the bound keeps, and room is left for the regular charges. */
  @Test
  void replacedOverAndOver_shouldKeepToTheSafetyBound() {
    Diary diary = Diary.approved(START, Offer.from(START).chargesPerDay(3).build()).channel(HARD);
    diary.until("2026-01-31T01:00:00Z").skip();
    diary.replaceMethod("m-1", "DANA");
    diary.tells("2026-01-31T01:00:00Z MethodReplaced DANA");
    diary.until("2026-02-01T12:00:00Z");
    diary.replaceMethod("m-2", "GCASH");
    diary.until("2026-02-03T00:00:00Z");
    diary.tells(
        "2026-02-01T00:00:00Z PeriodStarted 2",
        "2026-02-01T00:05:00Z ChargeRequested 2/2 1999",
        "2026-02-01T00:05:00Z ChargeDeclined 2",
        "2026-02-01T00:05:00Z PaymentFailed 2",
        "2026-02-01T12:00:00Z MethodReplaced GCASH",
        "2026-02-02T00:05:00Z ChargeRequested 2/3 1999",
        "2026-02-02T00:05:00Z ChargeDeclined 2",
        "2026-02-02T00:05:00Z PaymentFailed 2");
  }

  /**
   * Declined for good once it was charged: opened again under the same id, with a key of its own.
   */
  @Test
  void replacedInThePeriodThatFailed_shouldPayItAndCallTheFinalActOff() {
    Diary diary =
        Diary.approved(START, Offer.from(START).finalAct(Policies.FinalAct.CANCEL, 20).build());
    diary.channel(HARD).until("2026-02-10T00:00:00Z").skip();
    diary.channel(OK).replaceMethod("m-1", "DANA");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.ACTIVE);
    assertThat(diary.live().dues().finalActAt()).isEmpty();
    diary.until("2026-02-27T00:00:00Z");
    diary.tells(
        "2026-02-10T00:00:00Z MethodReplaced DANA",
        "2026-02-10T00:00:00Z ChargeRequested 2/2 1999",
        "2026-02-10T00:00:00Z ChargeSucceeded 2");
    assertThat(diary.settled(diary.paymentOf(2)).succeeded()).isTrue();
  }

  /**
   * Also where it was declined softly until its retries were over; the last one has no schedule.
   */
  @Test
  void replacedAfterTheRetries_shouldTryOnceMoreAndKeepTheFinalAct() {
    Diary diary =
        Diary.approved(START, Offer.from(START).finalAct(Policies.FinalAct.CANCEL, 10).build());
    diary.channel(SOFT).until("2026-02-10T00:00:00Z").skip();
    diary.replaceMethod("m-1", "DANA");
    diary.until("2026-03-01T00:00:00Z");
    diary.tells(
        "2026-02-10T00:00:00Z MethodReplaced DANA",
        "2026-02-10T00:00:00Z ChargeRequested 2/5 1999",
        "2026-02-10T00:00:00Z ChargeDeclined 2",
        "2026-02-10T00:00:00Z PaymentFailed 2",
        "2026-02-15T00:05:00Z Canceled unpaid");
  }

  /** The schedule goes on where it stood, at the distances that were planned. */
  @Test
  void replacementDeclinedSoftly_shouldBeRetriedFromTheReplacementOn() {
    Diary diary = Diary.monthly(START).channel(HARD);
    diary.until("2026-02-10T00:00:00Z").skip();
    diary.channel(SOFT).replaceMethod("m-1", "DANA");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.PAYMENTDUE);
    diary.until("2026-02-20T00:00:00Z");
    diary.tells(
        "2026-02-10T00:00:00Z MethodReplaced DANA",
        "2026-02-10T00:00:00Z ChargeRequested 2/2 1999",
        "2026-02-10T00:00:00Z ChargeDeclined 2",
        "2026-02-12T00:00:00Z ChargeRequested 2/3 1999",
        "2026-02-12T00:00:00Z ChargeDeclined 2",
        "2026-02-14T00:00:00Z ChargeRequested 2/4 1999",
        "2026-02-14T00:00:00Z ChargeDeclined 2",
        "2026-02-14T00:00:00Z PaymentFailed 2");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.PASTDUE);
  }

  /** Whoever may have paid is not thrown out. */
  @Test
  void replacementPendingAtTheFinalAct_shouldLetItWait() {
    Diary diary =
        Diary.approved(START, Offer.from(START).finalAct(Policies.FinalAct.CANCEL, 10).build());
    diary.channel(HARD).until("2026-02-10T00:00:00Z");
    diary.channel(PENDING).replaceMethod("m-1", "DANA");
    diary.until("2026-02-12T00:00:00Z").skip();
    diary.channel(OK).until("2026-02-20T00:00:00Z");
    diary.tells(
        "2026-02-13T00:00:00Z InquiryRequested 2", "2026-02-13T00:00:00Z ChargeSucceeded 2");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.ACTIVE);
  }

  /** A charge that was made ahead failed, and the buyer pays otherwise before its period starts. */
  @Test
  void replacedBeforeThePeriodThatFailed_shouldPayItToo() {
    Diary diary = Diary.monthly(START).channel(HARD);
    diary.until("2026-01-31T12:00:00Z").skip();
    diary.channel(OK).replaceMethod("m-1", "DANA");
    diary.tells(
        "2026-01-31T12:00:00Z MethodReplaced DANA",
        "2026-01-31T12:00:00Z ChargeRequested 2/2 1999",
        "2026-01-31T12:00:00Z ChargeSucceeded 2");
  }

  /** The running period's payment comes first, though the next one's charge is due as well. */
  @Test
  void replacedWhenTheNextChargeIsDueToo_shouldChargeBothInOrder() {
    Diary diary = Diary.monthly(START).channel(HARD);
    diary.until("2026-02-28T12:00:00Z").skip();
    diary.channel(OK).replaceMethod("m-1", "DANA");
    diary.tells(
        "2026-02-28T12:00:00Z MethodReplaced DANA",
        "2026-02-28T12:00:00Z ChargeRequested 2/2 1999",
        "2026-02-28T12:00:00Z ChargeSucceeded 2",
        "2026-02-28T12:00:00Z ChargeRequested 3/1 1999",
        "2026-02-28T12:00:00Z ChargeSucceeded 3");
  }

  /** The first attempt had been charged after all: the surplus is seen, whichever comes first. */
  @Test
  void firstAttemptChargedAfterAll_shouldCountOnceAndBeASurplusBeside() {
    Diary diary = Diary.monthly(START).channel(HARD);
    diary.until("2026-02-10T00:00:00Z").channelSilent().replaceMethod("m-1", "DANA");
    diary.skip().says(OK, diary.paymentOf(2), 1).answered(OK);
    diary.tells("2026-02-10T00:00:00Z ChargeSucceeded 2", "2026-02-10T00:00:00Z ChargeSurplus 2");
  }

  @Test
  void firstAttemptChargedAfterAllBeforeTheReplacement_shouldNotBeChargedAgain() {
    Diary diary = Diary.monthly(START).channel(HARD);
    diary.until("2026-02-09T00:00:00Z").skip().says(OK, diary.paymentOf(2), 1);
    diary.until("2026-02-10T00:00:00Z").channel(OK).replaceMethod("m-1", "DANA");
    diary.tells(
        "2026-02-09T00:00:00Z ChargeSucceeded 2", "2026-02-10T00:00:00Z MethodReplaced DANA");
  }

  /** What a pause or a cancellation has ended stays ended. */
  @Test
  void replacedAfterAPauseOrACancellation_shouldOpenNothing() {
    Diary paused = Diary.monthly(START).channel(HARD);
    paused.until("2026-02-10T00:00:00Z").pause("p-1");
    paused.resume("p-2");
    paused.skip().channel(OK).replaceMethod("m-1", "DANA");
    paused.tells("2026-02-10T00:00:00Z MethodReplaced DANA");
    Diary cancelled = Diary.monthly(START).channel(HARD);
    cancelled.until("2026-02-10T00:00:00Z").cancel();
    cancelled.skip().channel(OK).replaceMethod("m-1", "DANA");
    cancelled.tells("2026-02-10T00:00:00Z MethodReplaced DANA");
  }

  @Test
  void replacedDuringAPayment_shouldBeForbiddenAndSucceedLaterUnderTheSameId() {
    Diary diary = Diary.monthly(START).channelSilent();
    diary.until("2026-01-31T12:00:00Z").skip();
    assertThat(diary.replaceMethod("m-1", "DANA").code())
        .isEqualTo("UPDATE_FORBIDDEN_DURING_PAYMENT");
    diary.answered(OK);
    assertThat(diary.replaceMethod("m-1", "DANA").succeeded()).isTrue();
    diary.tells(
        "2026-01-31T12:00:00Z CommandRefused UPDATE_FORBIDDEN_DURING_PAYMENT",
        "2026-01-31T12:00:00Z ChargeSucceeded 2",
        "2026-01-31T12:00:00Z MethodReplaced DANA");
  }

  @Test
  void replacementThatCannotBe_shouldBeRefusedWithTheReason() {
    Diary diary =
        Diary.approved(START, Offer.from(START).method("CARD").profile(Profile.ONERWAY).build());
    assertThat(diary.replaceMethod("m-1", "SHELLS").message()).contains("is no payment method");
    assertThat(diary.replaceMethod("m-2", "ALIPAY_CN").message())
        .contains("no payment method of the ONERWAY profile");
    assertThat(diary.replaceMethod("m-3", "GCASH").message())
        .contains("cannot be charged by itself");
    assertThat(diary.live().method().type()).isEqualTo("CARD");
  }

  /** While a free period lies ahead a card cannot take its place; once it is over, it can. */
  @Test
  void cardAfterAFreeTrial_shouldBeTakenOnceTheTrialIsOver() {
    Diary diary = Diary.approved(START, Offer.from(START).trial(2, 2, 0).build());
    assertThat(diary.replaceMethod("m-1", "CARD").message()).contains("takes no amount of zero");
    diary.until("2026-02-10T00:00:00Z");
    assertThat(diary.replaceMethod("m-2", "CARD").succeeded()).isTrue();
    assertThat(diary.update(NewTerms.of("u-1").price(2999)).succeeded())
        .as("nor does the trial stand in the way of a new price")
        .isTrue();
  }

  /** The buyer picks one of those that were offered, and only of those. */
  @Test
  void choiceOnThePage_shouldBeOneOfThoseOffered() {
    Diary diary = new Diary(START);
    diary.create(Offer.from(START).choices("GCASH", "CARD").build());
    diary.skip();
    assertThat(approve(diary, "MAYA", "t-1").message()).contains("is not offered");
    assertThat(approve(diary, "CARD", "t-2").succeeded()).isTrue();
    assertThat(diary.live().method()).isEqualTo(new PaymentMethod("CARD", Optional.of("t-2")));
    diary.tells(
        "2026-01-01T00:00:00Z CommandRefused PARAM_ILLEGAL",
        "2026-01-01T00:00:00Z Approved",
        "2026-01-01T00:00:00Z PeriodStarted 1",
        "2026-01-01T00:00:00Z ChargeRequested 1/1 1999",
        "2026-01-01T00:00:00Z ChargeSucceeded 1");
  }

  @Test
  void unknownMethod_shouldBeRefusedAtBirth() {
    Answer answer = new Diary(START).create(Offer.from(START).method("SHELLS").build());
    assertThat(answer.code()).isEqualTo("PARAM_ILLEGAL");
    assertThat(answer.message()).contains("SHELLS is no payment method");
  }

  private static Answer approve(Diary diary, String type, String token) {
    return diary.command(
        new Input.Command.Approve("c", Given.CLIENT, Optional.of(token), Optional.of(type)));
  }
}
