package dev.recur.billing.domain;

import static dev.recur.billing.domain.ScriptedChannel.HARD;
import static dev.recur.billing.domain.ScriptedChannel.OK;
import static dev.recur.billing.domain.ScriptedChannel.SOFT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.method.Profile;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What authorisation charges, and who charges after it, as diaries (seed 002: sign only, sign and
 * bill, managed, self-managed).
 */
class SigningTest {
  private static final String START = "2026-01-01T00:00:00Z";

  /** Nothing at authorisation; the first charge is the second period's. */
  @Test
  void signOnlyNow_shouldSkipThePeriodThatRunsAndChargeTheSecond() {
    Diary diary = Diary.approved(START, Offer.from(START).signOnly().build());
    diary.tells(
        "2026-01-01T00:00:00Z Created",
        "2026-01-01T00:00:00Z Approved",
        "2026-01-01T00:00:00Z PeriodStarted 1",
        "2026-01-01T00:00:00Z PeriodSkipped 1 SIGN_ONLY");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.TRIALING);
    diary.until("2026-03-01T00:00:00Z");
    diary.tells(
        "2026-01-31T00:05:00Z ChargeRequested 2/1 1999",
        "2026-01-31T00:05:00Z ChargeSucceeded 2",
        "2026-02-01T00:00:00Z PeriodStarted 2",
        "2026-02-28T00:05:00Z ChargeRequested 3/1 1999",
        "2026-02-28T00:05:00Z ChargeSucceeded 3",
        "2026-03-01T00:00:00Z PeriodStarted 3");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.ACTIVE);
  }

  /** The approval is told before the period that begins with it, and no plain sale is a trial. */
  @Test
  void approvedWithItsPeriodAboutToBegin_shouldBeWhatThePeriodIs() {
    assertThat(justApproved(Offer.from(START))).isEqualTo(LifecycleStatus.ACTIVE);
    assertThat(justApproved(Offer.from(START).trial(1, 1, 0))).isEqualTo(LifecycleStatus.TRIALING);
    assertThat(justApproved(Offer.from(START).signOnly())).isEqualTo(LifecycleStatus.TRIALING);
    assertThat(justApproved(Offer.from("2026-01-02T00:00:00Z")))
        .isEqualTo(LifecycleStatus.TRIALING);
  }

  private static LifecycleStatus justApproved(Offer offer) {
    Diary diary = new Diary(START);
    diary.create(offer.build());
    diary.take(
        new Input.Command.Approve("c", Given.CLIENT, Optional.empty(), Optional.empty()),
        diary.now());
    return diary.status();
  }

  /** Charged a day ahead: it is still the period before that runs. */
  @Test
  void signOnly_shouldBeTrialingUntilTheSecondPeriodStarts() {
    Diary diary = Diary.approved(START, Offer.from(START).signOnly().build());
    diary.until("2026-01-31T12:00:00Z");
    assertThat(diary.all().getLast()).isInstanceOf(Event.ChargeSucceeded.class);
    assertThat(diary.status()).isEqualTo(LifecycleStatus.TRIALING);
    assertThat(diary.until("2026-02-01T00:00:00Z").status()).isEqualTo(LifecycleStatus.ACTIVE);
  }

  /** Signed before the start: the first period is charged when it begins. */
  @Test
  void signOnlyForAFutureStart_shouldChargeTheFirstPeriodAtItsStart() {
    Diary diary =
        Diary.approved("2025-12-20T00:00:00Z", Offer.from(START).signOnly().build()).skip();
    assertThat(diary.status()).isEqualTo(LifecycleStatus.TRIALING);
    diary.until("2026-02-01T00:00:00Z");
    diary.tells(
        "2026-01-01T00:00:00Z PeriodStarted 1",
        "2026-01-01T00:00:00Z ChargeRequested 1/1 1999",
        "2026-01-01T00:00:00Z ChargeSucceeded 1",
        "2026-01-31T00:05:00Z ChargeRequested 2/1 1999",
        "2026-01-31T00:05:00Z ChargeSucceeded 2",
        "2026-02-01T00:00:00Z PeriodStarted 2");
  }

  /** The buyer who signs after the start has a running period, which is not charged. */
  @Test
  void signOnlyApprovedAfterTheStart_shouldSkipTheFirstPeriod() {
    Diary diary = new Diary(START);
    diary.create(Offer.from(START).signOnly().build());
    diary.until("2026-01-01T00:20:00Z").approve();
    diary.tells(
        "2026-01-01T00:00:00Z Created",
        "2026-01-01T00:20:00Z Approved",
        "2026-01-01T00:20:00Z PeriodStarted 1",
        "2026-01-01T00:20:00Z PeriodSkipped 1 SIGN_ONLY");
  }

  /** A self-managed subscription does nothing by itself, over a whole year. */
  @Test
  void selfManaged_shouldOnlyCountItsPeriods() {
    Diary diary = selfManaged();
    diary.tells(
        "2026-01-01T00:00:00Z Created",
        "2026-01-01T00:00:00Z Approved",
        "2026-01-01T00:00:00Z PeriodStarted 1",
        "2026-01-01T00:00:00Z PeriodSkipped 1 SIGN_ONLY");
    diary.until("2026-12-31T00:00:00Z");
    assertThat(diary.live().progress().current()).isEqualTo(13);
    assertThat(diary.all().subList(4, diary.all().size()))
        .hasSize(12)
        .allMatch(Event.PeriodStarted.class::isInstance);
  }

  @Test
  void selfManagedCharge_shouldBeThePeriodsPriceOrTheAmountAskedFor() {
    Diary diary = selfManaged().skip();
    diary.until("2026-01-10T00:00:00Z");
    assertThat(diary.charge("n-1").succeeded()).isTrue();
    diary.until("2026-02-05T00:00:00Z");
    assertThat(diary.charge("n-2", Optional.of(Given.usd(750))).succeeded()).isTrue();
    assertThat(diary.charge("n-3", Optional.of(Given.usd(1))).succeeded()).isTrue();
    diary.tells(
        "2026-01-10T00:00:00Z ChargeRequested 1/1 1999 manual n-1",
        "2026-01-10T00:00:00Z ChargeSucceeded 1 manual n-1",
        "2026-01-31T00:00:00Z PeriodStarted 2",
        "2026-02-05T00:00:00Z ChargeRequested 2/1 750 manual n-2",
        "2026-02-05T00:00:00Z ChargeSucceeded 2 manual n-2",
        "2026-02-05T00:00:00Z ChargeRequested 2/1 1 manual n-3",
        "2026-02-05T00:00:00Z ChargeSucceeded 2 manual n-3");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.ACTIVE);
  }

  /** Its charges are the merchant's: one that is declined is not tried again by itself. */
  @Test
  void selfManagedSoftDecline_shouldFailAtOnceAndNeverBeRetried() {
    Diary diary = selfManaged().skip().channel(SOFT);
    diary.until("2026-01-10T00:00:00Z").charge("n-1");
    diary.until("2026-01-30T00:00:00Z");
    diary.tells(
        "2026-01-10T00:00:00Z ChargeRequested 1/1 1999 manual n-1",
        "2026-01-10T00:00:00Z ChargeDeclined 1 manual n-1",
        "2026-01-10T00:00:00Z PaymentFailed 1 manual n-1");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.PASTDUE);
    diary.channel(OK).charge("n-2");
    diary.tells(
        "2026-01-30T00:00:00Z ChargeRequested 1/1 1999 manual n-2",
        "2026-01-30T00:00:00Z ChargeSucceeded 1 manual n-2");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.ACTIVE);
  }

  @Test
  void selfManagedHardDecline_shouldRefuseChargesUntilTheMethodIsReplaced() {
    Diary diary = selfManaged().skip().channel(HARD);
    diary.charge("n-1");
    Answer refused = diary.channel(OK).charge("n-2");
    assertThat(refused.code()).isEqualTo("PROCESS_FAIL");
    assertThat(refused.message()).contains("replace it first");
    diary.replaceMethod("m-1", "DANA");
    assertThat(diary.charge("n-3").succeeded()).isTrue();
    diary.tells(
        "2026-01-01T00:00:00Z ChargeRequested 1/1 1999 manual n-1",
        "2026-01-01T00:00:00Z ChargeDeclined 1 manual n-1",
        "2026-01-01T00:00:00Z PaymentFailed 1 manual n-1",
        "2026-01-01T00:00:00Z CommandRefused PROCESS_FAIL",
        "2026-01-01T00:00:00Z MethodReplaced DANA",
        "2026-01-01T00:00:00Z ChargeRequested 1/1 1999 manual n-3",
        "2026-01-01T00:00:00Z ChargeSucceeded 1 manual n-3");
  }

  /** One charge at a time; the same id succeeds once the first is through. */
  @Test
  void selfManagedChargeDuringAnother_shouldBeAskedForAgain() {
    Diary diary = selfManaged().skip().channelSilent();
    diary.charge("n-1");
    Answer busy = diary.charge("n-2");
    assertThat(busy.status()).isEqualTo(Answer.Status.UNKNOWN);
    assertThat(busy.code()).isEqualTo("PAYMENT_IN_PROCESS");
    diary.answered(OK).channel(OK);
    assertThat(diary.charge("n-2").succeeded()).isTrue();
    diary.tells(
        "2026-01-01T00:00:00Z ChargeRequested 1/1 1999 manual n-1",
        "2026-01-01T00:00:00Z CommandRefused PAYMENT_IN_PROCESS",
        "2026-01-01T00:00:00Z ChargeSucceeded 1 manual n-1",
        "2026-01-01T00:00:00Z ChargeRequested 1/1 1999 manual n-2",
        "2026-01-01T00:00:00Z ChargeSucceeded 1 manual n-2");
  }

  @Test
  void selfManagedChargeBeyondTheSafetyBound_shouldBeRefusedAndNotPark() {
    Diary diary =
        Diary.approved(START, Offer.from(START).selfManaged().chargesPerDay(2).build()).skip();
    diary.charge("n-1");
    diary.charge("n-2");
    Answer refused = diary.charge("n-3");
    assertThat(refused.code()).isEqualTo("PROCESS_FAIL");
    assertThat(refused.message()).contains("chargesPerDayMax");
    assertThat(diary.existing().head().parked()).isFalse();
    assertThat(diary.until("2026-01-02T00:00:00Z").charge("n-4").succeeded()).isTrue();
  }

  @Test
  void selfManagedChargeBeforeTheStart_shouldBeRefused() {
    Diary diary = Diary.approved("2025-12-20T00:00:00Z", Offer.from(START).selfManaged().build());
    assertThat(diary.charge("n-1").message()).contains("has not started yet");
  }

  @Test
  void selfManagedChargeOfNothing_shouldBeRefused() {
    Diary diary = selfManaged();
    assertThat(diary.charge("n-1", Optional.of(Given.usd(0))).code()).isEqualTo("PARAM_ILLEGAL");
    assertThat(diary.charge("n-2", Optional.of(new Money(5, "EUR"))).code())
        .isEqualTo("PARAM_ILLEGAL");
  }

  /** Billed at authorisation because the merchant said so: once, and never tried again. */
  @Test
  void selfManagedSignAndBill_shouldChargeOnceAtAuthorisation() {
    Diary diary = Diary.approved(START, Offer.from(START).selfManaged().signAndBill().build());
    diary.tells(
        "2026-01-01T00:00:00Z Created",
        "2026-01-01T00:00:00Z Approved",
        "2026-01-01T00:00:00Z PeriodStarted 1",
        "2026-01-01T00:00:00Z ChargeRequested 1/1 1999",
        "2026-01-01T00:00:00Z ChargeSucceeded 1");
    diary.until("2026-03-05T00:00:00Z");
    diary.tells("2026-01-31T00:00:00Z PeriodStarted 2", "2026-03-02T00:00:00Z PeriodStarted 3");
  }

  @Test
  void selfManagedSignAndBillDeclined_shouldNotBeRetried() {
    Diary diary = new Diary(START).channel(SOFT);
    diary.create(Offer.from(START).selfManaged().signAndBill().build());
    diary.approve();
    diary.skip().until("2026-02-01T00:00:00Z");
    diary.tells("2026-01-31T00:00:00Z PeriodStarted 2");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.PASTDUE);
  }

  @ParameterizedTest
  @EnumSource(value = PeriodUnit.class, names = "DAY", mode = EnumSource.Mode.EXCLUDE)
  void selfManagedInOtherUnitsThanDays_shouldBeRefused(PeriodUnit unit) {
    Diary diary = new Diary(START);
    Answer answer = diary.create(Offer.from(START).selfManaged().every(1, unit).build());
    assertThat(answer.code()).isEqualTo("PARAM_ILLEGAL");
    assertThat(answer.message()).contains("must be DAY for a self-managed subscription");
    Answer later = selfManaged().update(NewTerms.of("u-1").every(1, unit));
    assertThat(later.code()).isEqualTo("PARAM_ILLEGAL");
  }

  @Test
  void managedCharge_shouldBeRefused() {
    Answer answer = Diary.monthly(START).charge("n-1");
    assertThat(answer.code()).isEqualTo("PROCESS_FAIL");
    assertThat(answer.message()).contains("charged by themselves");
  }

  /** Seed 002: wallets are self-managed only there, and are signed with nothing charged first. */
  @Test
  void walletUnderOnerway_shouldOnlyBeTakenSelfManagedAndSignedFirst() {
    Diary diary = new Diary(START);
    Answer managed =
        diary.create(Offer.from(START).method("GCASH").profile(Profile.ONERWAY).build());
    assertThat(managed.message()).contains("set collection to SELF_MANAGED");
    Answer billed =
        diary.create(
            Offer.from(START)
                .method("GCASH")
                .profile(Profile.ONERWAY)
                .selfManaged()
                .signAndBill()
                .build());
    assertThat(billed.message()).contains("set firstBilling to SIGN_ONLY");
    Answer signed =
        diary.create(
            Offer.from(START).method("GCASH").profile(Profile.ONERWAY).selfManaged().build());
    assertThat(signed.succeeded()).isTrue();
  }

  private static Diary selfManaged() {
    return Diary.approved(START, Offer.from(START).selfManaged().build());
  }

  /** Whoever signs only is not billed for what was over before, nor for the period it ran in. */
  @Test
  void signOnlyDaysAfterTheStart_shouldBillNothingThatWasOver() {
    Diary diary = new Diary("2026-01-01T23:50:00Z");
    Offer daily = Offer.from(START).every(1, PeriodUnit.DAY).signOnly();
    diary.create(daily.open("2026-01-03T20:00:00Z").build());
    diary.until("2026-01-03T12:00:00Z").skip().approve();
    diary.until("2026-01-04T00:00:00Z");
    diary.tells(
        "2026-01-03T12:00:00Z Approved",
        "2026-01-03T12:00:00Z PeriodStarted 1",
        "2026-01-03T12:00:00Z PeriodStarted 2",
        "2026-01-03T12:00:00Z PeriodSkipped 1 SIGN_ONLY",
        "2026-01-03T12:00:00Z PeriodSkipped 2 BEFORE_APPROVAL",
        "2026-01-03T12:00:00Z PeriodStarted 3",
        "2026-01-03T12:00:00Z ChargeRequested 3/1 1999",
        "2026-01-03T12:00:00Z ChargeSucceeded 3",
        "2026-01-03T12:00:00Z ChargeRequested 4/1 1999",
        "2026-01-03T12:00:00Z ChargeSucceeded 4",
        "2026-01-04T00:00:00Z PeriodStarted 4");
  }
}
