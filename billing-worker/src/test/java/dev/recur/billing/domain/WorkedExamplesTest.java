package dev.recur.billing.domain;

import static dev.recur.billing.domain.ScriptedChannel.OK;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The worked examples of the source (Antom, Subscription update), to the second and in its own
 * offset. Where it mixes years, the arithmetic decides.
 */
class WorkedExamplesTest {

  /**
   * Antom, Subscription upgrade: $30 to $50 on 20 April at 19:00, the difference of $20 settled at
   * 19:02, the third charge of $50 on 12 May at 18:20:29.
   */
  @Test
  void upgrade_shouldChargeTheDifferenceNowAndTheNewPriceFromTheThirdPeriod() {
    Diary diary = monthlyOf(3000, "2026-03-13T18:15:29+08:00");
    diary.tells(
        "2026-03-13T18:15:29+08:00 Created",
        "2026-03-13T18:15:29+08:00 Approved",
        "2026-03-13T18:15:29+08:00 PeriodStarted 1",
        "2026-03-13T18:15:29+08:00 ChargeRequested 1/1 3000",
        "2026-03-13T18:15:29+08:00 ChargeSucceeded 1");
    diary.until("2026-04-20T19:00:00+08:00");
    diary.tells(
        "2026-04-12T18:20:29+08:00 ChargeRequested 2/1 3000",
        "2026-04-12T18:20:29+08:00 ChargeSucceeded 2",
        "2026-04-13T18:15:29+08:00 PeriodStarted 2");

    diary.channelPending(2);
    Answer answer =
        diary.update(
            NewTerms.of("subscription_update_20250925_002")
                .text("Premium monthly Membership")
                .price(5000)
                .every(1, PeriodUnit.MONTH)
                .pay(2000));
    assertThat(answer.succeeded()).isTrue();
    diary.until("2026-04-20T23:59:59+08:00").channel(OK).until("2026-05-13T18:15:29+08:00");

    diary.tells(
        "2026-04-20T19:00:00+08:00 Updated subscription_update_20250925_002",
        "2026-04-20T19:00:00+08:00 ChargeRequested 2/1 2000 difference"
            + " subscription_update_20250925_002",
        "2026-04-20T19:00:00+08:00 ChargeUnresolved 2 difference subscription_update_20250925_002",
        "2026-04-20T19:01:00+08:00 InquiryRequested 2 difference subscription_update_20250925_002",
        "2026-04-20T19:01:00+08:00 ChargeUnresolved 2 difference subscription_update_20250925_002",
        "2026-04-20T19:02:00+08:00 InquiryRequested 2 difference subscription_update_20250925_002",
        "2026-04-20T19:02:00+08:00 ChargeSucceeded 2 difference subscription_update_20250925_002",
        "2026-05-12T18:20:29+08:00 ChargeRequested 3/1 5000",
        "2026-05-12T18:20:29+08:00 ChargeSucceeded 3",
        "2026-05-13T18:15:29+08:00 PeriodStarted 3");
    assertThat(diary.live().head().terms().description()).isEqualTo("Premium monthly Membership");
  }

  /** The difference is a payment of its own, for the period that runs. */
  @Test
  void upgrade_shouldPayTheDifferenceForTheRunningPeriod() {
    Diary diary = monthlyOf(3000, "2026-03-13T18:15:29+08:00");
    diary.until("2026-04-20T19:00:00+08:00");
    diary.update(NewTerms.of("u-1").price(5000).pay(2000));
    String id = PaymentIds.of(diary.subscriptionId(), new Purpose.ForChange("u-1"));
    Payment difference = diary.settled(id).payment();
    assertThat(difference.amount()).isEqualTo(Given.usd(2000));
    assertThat(difference.period())
        .isEqualTo(
            new Period(
                2,
                Given.time("2026-04-13T18:15:29+08:00"),
                Given.time("2026-05-13T18:15:29+08:00")));
  }

  /**
   * Antom, Subscription downgrade: $50 to $30 on 30 October at 19:00, $20 back at 19:02, the third
   * charge of $30 on 24 November at 18:20:29.
   */
  @Test
  void downgrade_shouldGiveTheDifferenceBackNowAndChargeLessFromTheThirdPeriod() {
    Diary diary = monthlyOf(5000, "2025-09-25T18:15:29+08:00").skip();
    diary.until("2025-10-30T19:00:00+08:00");
    diary.tells(
        "2025-10-24T18:20:29+08:00 ChargeRequested 2/1 5000",
        "2025-10-24T18:20:29+08:00 ChargeSucceeded 2",
        "2025-10-25T18:15:29+08:00 PeriodStarted 2");

    diary.channelPending(2);
    Answer answer =
        diary.update(
            NewTerms.of("subscription_update_20260313_002")
                .text("Normal monthly Membership")
                .price(3000)
                .every(1, PeriodUnit.MONTH)
                .giveBack(2000));
    assertThat(answer.succeeded()).isTrue();
    diary.until("2025-10-30T23:59:59+08:00").channel(OK).until("2025-11-25T18:15:29+08:00");

    diary.tells(
        "2025-10-30T19:00:00+08:00 Updated subscription_update_20260313_002",
        "2025-10-30T19:00:00+08:00 RefundRequested 2000",
        "2025-10-30T19:00:00+08:00 RefundUnresolved 2000",
        "2025-10-30T19:01:00+08:00 RefundInquiryRequested 2000",
        "2025-10-30T19:01:00+08:00 RefundUnresolved 2000",
        "2025-10-30T19:02:00+08:00 RefundInquiryRequested 2000",
        "2025-10-30T19:02:00+08:00 RefundSucceeded 2000",
        "2025-11-24T18:20:29+08:00 ChargeRequested 3/1 3000",
        "2025-11-24T18:20:29+08:00 ChargeSucceeded 3",
        "2025-11-25T18:15:29+08:00 PeriodStarted 3");
  }

  /** It goes back from the running period's payment, and whoever is told of payments is told. */
  @Test
  void downgrade_shouldRefundTheRunningPeriodsPayment() {
    Diary diary = monthlyOf(5000, "2025-09-25T18:15:29+08:00");
    diary.until("2025-10-30T19:00:00+08:00");
    diary.update(NewTerms.of("u-1").price(3000).giveBack(2000));
    assertThat(diary.settled(diary.paymentOf(2)).refundedMinor()).isEqualTo(2000);
    assertThat(diary.settled(diary.paymentOf(1)).refundedMinor()).isZero();
    String id = PaymentIds.of(diary.subscriptionId(), new Purpose.ForRefund("u-1"));
    Refund.Facts facts = diary.settled(id).refund().orElseThrow();
    assertThat(facts.byUpdate()).isTrue();
    assertThat(facts.notificationUrl()).contains("https://shop.example/payment");
    assertThat(facts.refund().period().number()).isEqualTo(2);
  }

  /** Where the subscription names nobody, the merchant's endpoints are told, and no empty URL. */
  @ParameterizedTest
  @CsvSource({"'',", "https://shop.example/all, https://shop.example/all"})
  void downgrade_shouldTellWhomTheSubscriptionNames(String named, @Nullable String told) {
    String start = "2025-09-25T18:15:29+08:00";
    Diary diary = Diary.approved(start, Offer.from(start).price(5000).telling(named).build());
    diary.until("2025-10-30T19:00:00+08:00");
    diary.update(NewTerms.of("u-1").price(3000).giveBack(2000));
    String id = PaymentIds.of(diary.subscriptionId(), new Purpose.ForRefund("u-1"));
    assertThat(diary.settled(id).refund().orElseThrow().notificationUrl())
        .isEqualTo(Optional.ofNullable(told));
  }

  /**
   * Antom, Period change: weekly from 16 March, changed to monthly on 24 March; the running week
   * completes on the 30th, and from there it is counted in months.
   */
  @Test
  void periodChange_shouldCompleteTheRunningWeekAndCountMonthsFromItsEnd() {
    Diary diary =
        Diary.approved(
                "2026-03-16T08:18:54+08:00",
                Offer.from("2026-03-16T08:18:54+08:00").every(1, PeriodUnit.WEEK).build())
            .in("+08:00")
            .skip();
    diary.until("2026-03-24T12:18:54+08:00");
    Answer answer =
        diary.update(
            NewTerms.of("subscription_update_20250316_001")
                .text("Premium monthly Membership (change period)")
                .every(1, PeriodUnit.MONTH));
    assertThat(answer.succeeded()).isTrue();
    diary.until("2026-04-30T08:18:54+08:00");
    diary.tells(
        "2026-03-22T08:23:54+08:00 ChargeRequested 2/1 1999",
        "2026-03-22T08:23:54+08:00 ChargeSucceeded 2",
        "2026-03-23T08:18:54+08:00 PeriodStarted 2",
        "2026-03-24T12:18:54+08:00 Updated subscription_update_20250316_001",
        "2026-03-29T08:23:54+08:00 ChargeRequested 3/1 1999",
        "2026-03-29T08:23:54+08:00 ChargeSucceeded 3",
        "2026-03-30T08:18:54+08:00 PeriodStarted 3",
        "2026-04-29T08:23:54+08:00 ChargeRequested 4/1 1999",
        "2026-04-29T08:23:54+08:00 ChargeSucceeded 4",
        "2026-04-30T08:18:54+08:00 PeriodStarted 4");
  }

  /**
   * Antom, Subscription period adjustment: the second period is moved from 13 to 10 April, and the
   * third follows one month after the new date.
   */
  @Test
  void movedDate_shouldEndTheRunningPeriodThenAndCountFromThere() {
    Diary diary = monthlyOf(1999, "2026-03-13T16:00:29+08:00");
    diary.tells(
        "2026-03-13T16:00:29+08:00 Created",
        "2026-03-13T16:00:29+08:00 Approved",
        "2026-03-13T16:00:29+08:00 PeriodStarted 1",
        "2026-03-13T16:00:29+08:00 ChargeRequested 1/1 1999",
        "2026-03-13T16:00:29+08:00 ChargeSucceeded 1");
    diary.until("2026-03-20T19:00:00+08:00");
    assertThat(diary.live().schedule().startOf(2))
        .isEqualTo(Given.time("2026-04-13T16:00:29+08:00"));
    Answer answer =
        diary.update(
            NewTerms.of("subscription_update_20260313_007")
                .text("Advance the current subscription end date")
                .nextPeriodAt("2026-04-10T00:00:02+08:00"));
    assertThat(answer.succeeded()).isTrue();
    diary.until("2026-05-10T00:00:02+08:00");
    diary.tells(
        "2026-03-20T19:00:00+08:00 Updated subscription_update_20260313_007",
        "2026-04-09T00:05:02+08:00 ChargeRequested 2/1 1999",
        "2026-04-09T00:05:02+08:00 ChargeSucceeded 2",
        "2026-04-10T00:00:02+08:00 PeriodStarted 2",
        "2026-05-09T00:05:02+08:00 ChargeRequested 3/1 1999",
        "2026-05-09T00:05:02+08:00 ChargeSucceeded 3",
        "2026-05-10T00:00:02+08:00 PeriodStarted 3");
  }

  /** Antom, Subscription description update: neither amount, currency nor period change. */
  @Test
  void description_shouldChangeTheTextAndNothingElse() {
    Diary diary = monthlyOf(3000, "2026-03-13T18:15:29+08:00").skip();
    diary.until("2026-03-20T00:00:00+08:00");
    Terms before = diary.live().head().terms();
    diary.update(NewTerms.of("subscription_update_20260313").text("Description update"));
    diary.until("2026-04-13T18:15:29+08:00");
    diary.tells(
        "2026-03-20T00:00:00+08:00 Updated subscription_update_20260313",
        "2026-04-12T18:20:29+08:00 ChargeRequested 2/1 3000",
        "2026-04-12T18:20:29+08:00 ChargeSucceeded 2",
        "2026-04-13T18:15:29+08:00 PeriodStarted 2");
    Terms after = diary.live().head().terms();
    assertThat(after.description()).isEqualTo("Description update");
    assertThat(after.fingerprint()).isEqualTo(before.fingerprint());
  }

  private static Diary monthlyOf(long minor, String start) {
    return Diary.approved(start, Offer.from(start).price(minor).build()).in("+08:00");
  }
}
