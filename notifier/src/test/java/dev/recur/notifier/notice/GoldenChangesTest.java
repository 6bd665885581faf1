package dev.recur.notifier.notice;

import static dev.recur.notifier.notice.Golden.check;
import static dev.recur.notifier.notice.LifecycleStatus.ACTIVE;
import static dev.recur.notifier.notice.LifecycleStatus.CANCELED;
import static dev.recur.notifier.notice.LifecycleStatus.PASTDUE;
import static dev.recur.notifier.notice.LifecycleStatus.PAUSED;
import static dev.recur.notifier.notice.LifecycleStatus.TRIALING;
import static dev.recur.notifier.notice.Story.GCASH;
import static dev.recur.notifier.notice.Story.payment;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What merchants are told between the beginning and the end of a subscription. */
class GoldenChangesTest {

  private static final String START = "2025-02-19T16:15:29+08:00";
  private static final String SECOND_START = "2025-03-19T16:15:29+08:00";
  private static final String THIRD_START = "2025-04-19T16:15:29+08:00";
  private static final String REFUNDS = "https://refunds.shop.example/hooks";

  private static final Payment FIRST =
      payment(1, 19900, "2025-03-12T16:20:00+08:00", START, SECOND_START);
  private static final Payment SECOND =
      payment(2, 19900, "2025-03-18T16:20:29+08:00", SECOND_START, THIRD_START);

  @Test
  void upgradeNow_thenAnotherRhythmFromTheNextPeriod() throws IOException {
    Payment difference =
        payment(
            Story.SUBSCRIPTION + "Pup",
            new Purpose.Change("update-1"),
            1,
            2000,
            "2025-03-14T09:00:00+08:00",
            START,
            SECOND_START);
    check(
        "updates",
        begun(Story.terms(Optional.empty()))
            .then(
                "2025-03-14T09:00:00+08:00",
                new Happening.Updated(
                    true,
                    new Amendment(
                        Optional.of("Coffee and cake"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Story.instant("2026-02-19T16:15:29+08:00")))))
            .then("2025-03-14T09:00:00+08:00", new Happening.Internal())
            .then("2025-03-14T09:00:02+08:00", new Happening.ChargeSucceeded(difference, "GCASH"))
            .then(
                "2025-03-15T09:00:00+08:00",
                new Happening.Updated(
                    false,
                    new Amendment(
                        Optional.of("Coffee by the week"),
                        Optional.empty(),
                        Optional.of(new PeriodRule(PeriodUnit.WEEK, 2)),
                        Optional.empty())))
            .leaving(PAUSED)
            .then("2025-03-15T10:00:00+08:00", new Happening.Paused(false, Optional.empty()))
            .leaving(ACTIVE)
            .then("2025-03-15T11:00:00+08:00", new Happening.Resumed())
            .then(SECOND_START, new Happening.Internal())
            .then(
                SECOND_START,
                new Happening.UpdateTookEffect(
                    new Amendment(
                        Optional.of("Coffee by the week"),
                        Optional.empty(),
                        Optional.of(new PeriodRule(PeriodUnit.WEEK, 2)),
                        Optional.empty()))));
  }

  @Test
  void downgradeThatPaysBack() throws IOException {
    Refund paidBack =
        refund("r1", "update-1", Optional.of("https://pay.shop.example:8443/hooks/payment"));
    check(
        "downgrade-refund",
        begun(Story.terms(Optional.empty()))
            .then(
                "2025-03-14T09:00:00+08:00",
                new Happening.Updated(
                    true,
                    new Amendment(
                        Optional.of("Tea"), Optional.empty(), Optional.empty(), Optional.empty())))
            .then("2025-03-14T09:00:02.5+08:00", new Happening.RefundSucceeded(paidBack)));
  }

  @Test
  void refundsThatTheMerchantAskedFor() throws IOException {
    check(
        "refunds",
        begun(Story.terms(Optional.empty()))
            .then(
                "2025-03-14T09:00:00+08:00",
                new Happening.RefundSucceeded(refund("r1", "refund-1", Optional.of(REFUNDS))))
            .then(
                "2025-03-14T10:00:00+08:00",
                new Happening.RefundSucceeded(refund("r2", "refund-2", Optional.empty())))
            .then(
                "2025-03-14T11:00:00+08:00",
                new Happening.RefundFailed(refund("r3", "refund-3", Optional.of(REFUNDS)))));
  }

  @Test
  void refusedMethod_untilItIsReplaced() throws IOException {
    check(
        "method-replaced",
        begun(Story.terms(Optional.empty()))
            .then("2025-03-18T16:20:29+08:00", new Happening.Internal())
            .then("2025-03-18T16:20:30+08:00", new Happening.Internal())
            .then("2025-03-18T16:20:30+08:00", new Happening.PaymentFailed(SECOND, "stolen"))
            .then(SECOND_START, new Happening.Internal())
            .leaving(PASTDUE)
            .then(
                "2025-03-20T09:00:00+08:00",
                new Happening.MethodReplaced(new Method("CARD", Optional.of("tok_2"))))
            .then("2025-03-20T09:00:00+08:00", new Happening.Internal())
            .then("2025-03-20T09:00:02+08:00", new Happening.ChargeSucceeded(SECOND, "CARD"))
            .leaving(ACTIVE)
            .then(
                "2025-03-21T09:00:00+08:00",
                new Happening.RenewalCancelled(Story.instant(THIRD_START))));
  }

  @Test
  void unpaidPeriod_thatPausesAndThenEndsTheSubscription() throws IOException {
    check(
        "unpaid",
        begun(Story.terms(Optional.empty()))
            .then("2025-03-18T16:20:29+08:00", new Happening.Internal())
            .then("2025-03-18T16:20:30+08:00", new Happening.Internal())
            .then(SECOND_START, new Happening.Internal())
            .then(
                "2025-03-23T16:20:31+08:00",
                new Happening.PaymentFailed(SECOND, "insufficient_funds"))
            .leaving(PAUSED)
            .then("2025-03-23T16:20:31+08:00", new Happening.Paused(false, Optional.empty()))
            .then(THIRD_START, new Happening.Internal())
            .leaving(CANCELED)
            .then("2025-04-22T16:20:31+08:00", new Happening.Canceled(false, true)));
  }

  @Test
  void paidByTheMerchantsOwnCharges() throws IOException {
    Terms terms = Story.terms(new Birth(Origin.PAY, "pay-1", Optional.empty()), Optional.empty());
    Payment byHand =
        payment(
            Story.SUBSCRIPTION + "Phand",
            new Purpose.Manual("charge-2"),
            2,
            4900,
            "2025-03-20T09:00:00+08:00",
            SECOND_START,
            THIRD_START);
    check(
        "pay-manual",
        begun(terms)
            .then(SECOND_START, new Happening.Internal())
            .then("2025-03-20T09:00:00+08:00", new Happening.Internal())
            .then("2025-03-20T09:00:01+08:00", new Happening.Internal())
            .then(
                "2025-03-20T09:00:01+08:00", new Happening.PaymentFailed(byHand, "do_not_honor")));
  }

  @Test
  void signedOnly_thenCharged() throws IOException {
    Terms terms =
        Story.terms(new Birth(Origin.CREATE, "order-17", Optional.empty()), Optional.empty());
    check(
        "sign-only",
        Story.of(terms)
            .leaving(TRIALING)
            .then("2025-03-12T16:20:00+08:00", new Happening.Approved(GCASH))
            .then("2025-03-12T16:20:00+08:00", new Happening.Internal())
            .then("2025-03-18T16:20:29+08:00", new Happening.Internal())
            .then("2025-03-18T16:20:30+08:00", new Happening.ChargeSucceeded(SECOND, "GCASH")));
  }

  @Test
  void subscriptionThatFollowsAnother() throws IOException {
    Terms terms =
        Story.terms(new Birth(Origin.CHANGE, "change-1", Optional.of("Sold")), Optional.empty());
    check(
        "change-new",
        begun(terms)
            .then(
                "2025-03-20T09:00:00+08:00",
                new Happening.RenewalCancelled(Story.instant(THIRD_START))));
  }

  @Test
  void subscriptionThatIsFollowedByAnother() throws IOException {
    check(
        "change-old",
        begun(Story.terms(Optional.empty()))
            .then("2025-03-14T09:00:00+08:00", new Happening.Internal())
            .leaving(CANCELED)
            .then("2025-03-14T09:00:01+08:00", new Happening.Changed()));
  }

  /** Approved and paid, with a token. */
  private static Story begun(Terms terms) {
    return Story.of(terms)
        .leaving(ACTIVE)
        .then(
            "2025-03-12T16:20:00+08:00",
            new Happening.Approved(new Method("GCASH", Optional.of("tok_1"))))
        .then("2025-03-12T16:20:00+08:00", new Happening.Internal())
        .then("2025-03-12T16:20:00+08:00", new Happening.Internal())
        .then("2025-03-12T16:20:02+08:00", new Happening.ChargeSucceeded(FIRST, "GCASH"));
  }

  private static Refund refund(String id, String requestId, Optional<String> url) {
    return new Refund(Story.SUBSCRIPTION + "P" + id, requestId, new Money(2000, "PHP"), url);
  }
}
