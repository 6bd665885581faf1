package dev.recur.notifier.notice;

import static dev.recur.notifier.notice.Golden.check;
import static dev.recur.notifier.notice.LifecycleStatus.ACTIVE;
import static dev.recur.notifier.notice.LifecycleStatus.CANCELED;
import static dev.recur.notifier.notice.LifecycleStatus.ENDED;
import static dev.recur.notifier.notice.LifecycleStatus.TRIALING;
import static dev.recur.notifier.notice.Story.GCASH;
import static dev.recur.notifier.notice.Story.payment;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whole lives of subscriptions, from their beginning to their end. */
class GoldenTest {

  private static final Payment TRIAL =
      payment(
          1,
          0,
          "2025-03-12T16:20:00+08:00",
          "2025-02-19T16:15:29+08:00",
          "2025-03-19T16:15:29+08:00");
  private static final Payment SECOND =
      payment(
          2,
          19900,
          "2025-03-18T16:20:29+08:00",
          "2025-03-19T16:15:29+08:00",
          "2025-04-19T16:15:29+08:00");

  @Test
  void trialThenRenewalsThenCancel() throws IOException {
    check(
        "trial-renewals-cancel",
        Story.of(Story.terms(Optional.empty()))
            .leaving(TRIALING)
            .then("2025-03-12T16:20:00.123+08:00", new Happening.Approved(GCASH))
            .then("2025-03-12T16:20:00.123+08:00", new Happening.Internal())
            .then("2025-03-12T16:20:00.123+08:00", new Happening.PeriodWaived(TRIAL))
            .then("2025-03-18T16:20:29+08:00", new Happening.Internal())
            .then("2025-03-18T16:20:31+08:00", new Happening.ChargeSucceeded(SECOND, "GCASH"))
            .then("2025-03-19T16:15:29+08:00", new Happening.Internal())
            .leaving(ACTIVE)
            .then(
                "2025-04-02T09:00:00+08:00",
                new Happening.RenewalCancelled(Story.instant("2025-04-19T16:15:29+08:00")))
            .then("2025-04-19T16:15:29+08:00", new Happening.Canceled(false, false)));
  }

  @Test
  void chargeRefusedUntilNothingMoreIsTried() throws IOException {
    check(
        "payment-failed-terminated",
        Story.of(Story.terms(Optional.of("2026-02-19T16:15:29+08:00")))
            .leaving(ACTIVE)
            .then("2025-03-12T16:20:00+08:00", new Happening.Approved(GCASH))
            .then("2025-03-12T16:20:00+08:00", new Happening.Internal())
            .then("2025-03-12T16:20:01+08:00", new Happening.ChargeSucceeded(TRIAL, "GCASH"))
            .then("2025-03-18T16:20:31+08:00", new Happening.Internal())
            .then("2025-03-19T16:15:29+08:00", new Happening.Internal())
            .then(
                "2025-03-23T16:20:31+08:00",
                new Happening.PaymentFailed(SECOND, "insufficient_funds"))
            .leaving(CANCELED)
            .then("2025-03-24T10:00:00+08:00", new Happening.Canceled(true, false)));
  }

  @Test
  void declinedByTheBuyer() throws IOException {
    check(
        "declined",
        Story.of(Story.terms(Optional.empty()))
            .leaving(CANCELED)
            .then("2025-03-12T16:20:00+08:00", new Happening.Declined()));
  }

  @Test
  void notDecidedInTime() throws IOException {
    check(
        "expired",
        Story.of(Story.terms(Optional.empty()))
            .leaving(CANCELED)
            .then("2025-03-12T16:45:29+08:00", new Happening.AuthorisationExpired()));
  }

  @Test
  void canceledBeforeTheBuyerDecided() throws IOException {
    check(
        "withdrawn",
        Story.of(Story.terms(Optional.empty()))
            .leaving(CANCELED)
            .then("2025-03-12T16:20:00+08:00", new Happening.Canceled(true, false)));
  }

  @Test
  void endReached() throws IOException {
    check(
        "ended",
        Story.of(Story.terms(Optional.of("2025-03-19T16:15:29+08:00")))
            .leaving(ACTIVE)
            .then("2025-03-12T16:20:00+08:00", new Happening.Approved(GCASH))
            .then("2025-03-12T16:20:00+08:00", new Happening.Internal())
            .then("2025-03-12T16:20:01+08:00", new Happening.ChargeSucceeded(TRIAL, "GCASH"))
            .leaving(ENDED)
            .then(
                "2025-03-19T16:15:29+08:00",
                new Happening.Ended(Story.instant("2025-03-19T16:15:29+08:00"))));
  }
}
