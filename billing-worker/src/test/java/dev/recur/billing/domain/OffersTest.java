package dev.recur.billing.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Promotions as diaries, all of them written in {@code trials} (Antom, overview and trial). */
class OffersTest {
  private static final String START = "2026-01-01T00:00:00Z";

  /** Buy one, get two free: the paid one comes first. */
  @Test
  void buyOneGetTwoFree_shouldChargeOneWaiveTwoAndRenew() {
    Diary diary = sold(Offer.from(START).trial(2, 3, 0));
    diary.until("2026-03-10T00:00:00Z");
    diary.tells(
        "2026-01-01T00:00:00Z PeriodStarted 1",
        "2026-01-01T00:00:00Z ChargeRequested 1/1 1999",
        "2026-01-01T00:00:00Z ChargeSucceeded 1",
        "2026-01-31T00:05:00Z PeriodWaived 2",
        "2026-02-01T00:00:00Z PeriodStarted 2",
        "2026-02-28T00:05:00Z PeriodWaived 3",
        "2026-03-01T00:00:00Z PeriodStarted 3");
    assertThat(diary.status()).as("a gift is no trial").isEqualTo(LifecycleStatus.ACTIVE);
    diary.until("2026-04-01T00:00:00Z");
    diary.tells(
        "2026-03-31T00:05:00Z ChargeRequested 4/1 1999",
        "2026-03-31T00:05:00Z ChargeSucceeded 4",
        "2026-04-01T00:00:00Z PeriodStarted 4");
  }

  /** A discount with a duration and a price of its own, then the full price. */
  @Test
  void timedDiscount_shouldChargeLessWhileItLasts() {
    Diary diary = sold(Offer.from(START).trial(1, 2, 999));
    assertThat(diary.status()).isEqualTo(LifecycleStatus.TRIALING);
    diary.until("2026-03-01T00:00:00Z");
    diary.tells(
        "2026-01-01T00:00:00Z PeriodStarted 1",
        "2026-01-01T00:00:00Z ChargeRequested 1/1 999",
        "2026-01-01T00:00:00Z ChargeSucceeded 1",
        "2026-01-31T00:05:00Z ChargeRequested 2/1 999",
        "2026-01-31T00:05:00Z ChargeSucceeded 2",
        "2026-02-01T00:00:00Z PeriodStarted 2",
        "2026-02-28T00:05:00Z ChargeRequested 3/1 1999",
        "2026-02-28T00:05:00Z ChargeSucceeded 3",
        "2026-03-01T00:00:00Z PeriodStarted 3");
    assertThat(diary.status()).isEqualTo(LifecycleStatus.ACTIVE);
  }

  /** A discount that comes later is none either; nor one after a gap. */
  @Test
  void laterDiscount_shouldBeNoTrial() {
    Diary diary = sold(Offer.from(START).trial(1, 1, 100).trial(2, 2, 500).trial(4, 4, 999));
    assertThat(diary.status()).isEqualTo(LifecycleStatus.TRIALING);
    assertThat(diary.until("2026-02-10T00:00:00Z").status()).isEqualTo(LifecycleStatus.TRIALING);
    assertThat(diary.until("2026-03-10T00:00:00Z").status()).isEqualTo(LifecycleStatus.ACTIVE);
    assertThat(diary.until("2026-04-10T00:00:00Z").status()).isEqualTo(LifecycleStatus.ACTIVE);
  }

  @Test
  void severalRanges_shouldEachHaveTheirPriceAndGapsTheFullOne() {
    Diary diary =
        sold(
            Offer.from(START)
                .every(1, PeriodUnit.WEEK)
                .trials(
                    List.of(
                        new Trial(5, 5, Given.usd(500)),
                        new Trial(1, 1, Given.usd(0)),
                        new Trial(2, 3, Given.usd(100)))));
    diary.until("2026-02-05T00:00:00Z");
    diary.tells(
        "2026-01-01T00:00:00Z PeriodStarted 1",
        "2026-01-01T00:00:00Z PeriodWaived 1",
        "2026-01-07T00:05:00Z ChargeRequested 2/1 100",
        "2026-01-07T00:05:00Z ChargeSucceeded 2",
        "2026-01-08T00:00:00Z PeriodStarted 2",
        "2026-01-14T00:05:00Z ChargeRequested 3/1 100",
        "2026-01-14T00:05:00Z ChargeSucceeded 3",
        "2026-01-15T00:00:00Z PeriodStarted 3",
        "2026-01-21T00:05:00Z ChargeRequested 4/1 1999",
        "2026-01-21T00:05:00Z ChargeSucceeded 4",
        "2026-01-22T00:00:00Z PeriodStarted 4",
        "2026-01-28T00:05:00Z ChargeRequested 5/1 500",
        "2026-01-28T00:05:00Z ChargeSucceeded 5",
        "2026-01-29T00:00:00Z PeriodStarted 5",
        "2026-02-04T00:05:00Z ChargeRequested 6/1 1999",
        "2026-02-04T00:05:00Z ChargeSucceeded 6",
        "2026-02-05T00:00:00Z PeriodStarted 6");
  }

  /** Pre-sale: agreed now, nothing is charged and nothing begins before the start. */
  @Test
  void preSale_shouldBeginAndChargeAtItsStart() {
    Diary diary = new Diary("2025-11-20T09:00:00Z");
    diary.create(Offer.from(START).build());
    diary.approve();
    diary.tells("2025-11-20T09:00:00Z Created", "2025-11-20T09:00:00Z Approved");
    diary.until("2025-12-31T23:59:59Z");
    diary.tells();
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

  /** Nothing began and nothing was paid, so there is no period to serve out. */
  @Test
  void preSaleCanceledBeforeItsStart_shouldEndAtOnce() {
    Diary diary = new Diary("2025-11-20T09:00:00Z");
    diary.create(Offer.from(START).build());
    diary.approve();
    diary.skip().cancel();
    diary.until("2026-06-01T00:00:00Z");
    diary.tells("2025-11-20T09:00:00Z Canceled");
  }

  /** An approval that comes after the start moves the first charge, and no period. */
  @Test
  void lateApproval_shouldChargeThenAndKeepTheAnchor() {
    Diary diary = new Diary(START);
    diary.create(Offer.from(START).build());
    diary.until("2026-01-01T00:20:00Z").approve();
    diary.until("2026-02-01T00:00:00Z");
    diary.tells(
        "2026-01-01T00:00:00Z Created",
        "2026-01-01T00:20:00Z Approved",
        "2026-01-01T00:20:00Z PeriodStarted 1",
        "2026-01-01T00:20:00Z ChargeRequested 1/1 1999",
        "2026-01-01T00:20:00Z ChargeSucceeded 1",
        "2026-01-31T00:05:00Z ChargeRequested 2/1 1999",
        "2026-01-31T00:05:00Z ChargeSucceeded 2",
        "2026-02-01T00:00:00Z PeriodStarted 2");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2, 0, a free trial lasts at most one period",
    "2, 1, 100, trialEndPeriod must not lie before trialStartPeriod",
    "0, 1, 100, trialStartPeriod must be 1 or more",
    "1, 1, -1, must be a whole number of minor units",
  })
  void trialThatCannotBe_shouldBeRefusedWithTheCure(int first, int last, long minor, String cure) {
    refused(Offer.from(START).trial(first, last, minor), cure);
  }

  @Test
  void overlappingRanges_shouldBeRefused() {
    refused(Offer.from(START).trial(1, 3, 100).trial(3, 4, 200), "ranges overlap at period 3");
  }

  /** Split in two it would be as long. */
  @Test
  void freeTrialInTwoRanges_shouldBeRefused() {
    refused(Offer.from(START).trial(1, 1, 0).trial(2, 2, 0), "a free trial lasts at most one");
  }

  @Test
  void trialInAnotherCurrency_shouldBeRefused() {
    refused(
        Offer.from(START).trials(List.of(new Trial(1, 1, new Money(100, "EUR")))),
        "must have the currency of paymentAmount");
  }

  /** Free periods that follow a paid one are a gift, however many: only a trial has a bound. */
  @Test
  void tenFreePeriodsAfterAPaidOne_shouldBeAccepted() {
    Diary diary = new Diary(START);
    assertThat(diary.create(Offer.from(START).trial(2, 11, 0).build()).succeeded()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"CARD, 2, 3", "APPLEPAY, 2, 2", "GOOGLEPAY, 1, 1"})
  void freePeriodOnACard_shouldBeRefusedWithTheCure(String method, int first, int last) {
    refused(
        Offer.from(START).method(method).trial(first, last, 0),
        "set the amount to the minimum, for example 100, and refund it");
  }

  /** Of several methods to choose from, none may be one that cannot do it. */
  @Test
  void freePeriodWithACardAmongTheChoices_shouldBeRefused() {
    refused(
        Offer.from(START).choices("GCASH", "CARD").trial(1, 1, 0), "CARD takes no amount of zero");
  }

  /** Whether there is one is the gateway's to say, which knows the merchant. */
  @Test
  void notificationsToTheMerchantsEndpoints_shouldNeedNoUrl() {
    assertThat(new Diary(START).create(Offer.from(START).telling("").build()).succeeded()).isTrue();
    refused(Offer.from(START).telling("shop"), "subscriptionNotificationUrl");
    refused(Offer.from(START).telling("ftp://shop.example/"), "subscriptionNotificationUrl");
  }

  private static Diary sold(Offer offer) {
    Diary diary = Diary.approved(START, offer.build());
    assertThat(diary.all().subList(0, 2))
        .extracting(Words::of)
        .containsExactly("Created", "Approved");
    return diary.forget(2);
  }

  private static void refused(Offer offer, String cure) {
    Diary diary = new Diary(START);
    Answer answer = diary.create(offer.build());
    assertThat(answer.code()).isEqualTo("PARAM_ILLEGAL");
    assertThat(answer.message()).contains(cure);
    diary.tells();
  }
}
