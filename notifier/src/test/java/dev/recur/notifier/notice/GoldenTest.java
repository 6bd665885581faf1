package dev.recur.notifier.notice;

import static dev.recur.notifier.notice.Story.payment;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Whole lives of subscriptions, and every notification they cause, byte for byte. A change of the
 * wire is a change of these files: run with {@code -Dgolden.update=true} and read the difference.
 */
class GoldenTest {

  private static final Path GOLDEN = Path.of("src/test/resources/golden");

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
        Story.of(Story.terms(List.of(new Trial(1, 1)), Optional.empty()))
            .then("2025-03-12T16:20:00.123+08:00", new Happening.Approved("GCASH"))
            .then("2025-03-12T16:20:00.123+08:00", new Happening.PeriodStarted(1))
            .then("2025-03-12T16:20:00.123+08:00", new Happening.PeriodWaived(TRIAL))
            .then("2025-03-18T16:20:29+08:00", new Happening.ChargeRequested(SECOND))
            .then("2025-03-18T16:20:31+08:00", new Happening.ChargeSucceeded(SECOND, "GCASH"))
            .then("2025-03-19T16:15:29+08:00", new Happening.PeriodStarted(2))
            .then(
                "2025-04-02T09:00:00+08:00",
                new Happening.RenewalCancelled(Story.instant("2025-04-19T16:15:29+08:00")))
            .then("2025-04-19T16:15:29+08:00", new Happening.Canceled(false)));
  }

  @Test
  void chargeRefusedUntilNothingMoreIsTried() throws IOException {
    check(
        "payment-failed-terminated",
        Story.of(Story.terms(List.of(), Optional.of("2026-02-19T16:15:29+08:00")))
            .then("2025-03-12T16:20:00+08:00", new Happening.Approved("GCASH"))
            .then("2025-03-12T16:20:00+08:00", new Happening.PeriodStarted(1))
            .then("2025-03-12T16:20:01+08:00", new Happening.ChargeSucceeded(TRIAL, "GCASH"))
            .then("2025-03-18T16:20:31+08:00", new Happening.ChargeDeclined(SECOND, true))
            .then("2025-03-19T16:15:29+08:00", new Happening.PeriodStarted(2))
            .then(
                "2025-03-23T16:20:31+08:00",
                new Happening.PaymentFailed(SECOND, "insufficient_funds", false))
            .then("2025-03-24T10:00:00+08:00", new Happening.Canceled(true)));
  }

  @Test
  void declinedByTheBuyer() throws IOException {
    check(
        "declined",
        Story.of(Story.terms(List.of(), Optional.empty()))
            .then("2025-03-12T16:20:00+08:00", new Happening.Declined()));
  }

  @Test
  void notDecidedInTime() throws IOException {
    check(
        "expired",
        Story.of(Story.terms(List.of(), Optional.empty()))
            .then("2025-03-12T16:45:29+08:00", new Happening.AuthorisationExpired()));
  }

  @Test
  void canceledBeforeTheBuyerDecided() throws IOException {
    check(
        "withdrawn",
        Story.of(Story.terms(List.of(), Optional.empty()))
            .then("2025-03-12T16:20:00+08:00", new Happening.Canceled(true)));
  }

  @Test
  void endReached() throws IOException {
    check(
        "ended",
        Story.of(Story.terms(List.of(), Optional.of("2025-03-19T16:15:29+08:00")))
            .then("2025-03-12T16:20:00+08:00", new Happening.Approved("GCASH"))
            .then("2025-03-12T16:20:00+08:00", new Happening.PeriodStarted(1))
            .then("2025-03-12T16:20:01+08:00", new Happening.ChargeSucceeded(TRIAL, "GCASH"))
            .then(
                "2025-03-19T16:15:29+08:00",
                new Happening.Ended(Story.instant("2025-03-19T16:15:29+08:00"))));
  }

  private static void check(String name, Story story) throws IOException {
    String told =
        story.told().stream()
            .map(
                telling ->
                    telling.notification()
                        + " "
                        + telling.deliveryId()
                        + "\n  lane "
                        + telling.lane()
                        + "\n  to   "
                        + telling.url()
                        + "\n  "
                        + telling.body()
                        + "\n")
            .collect(Collectors.joining("\n"));
    Path golden = GOLDEN.resolve(name + ".txt");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(golden, told);
    }
    assertThat(told).isEqualTo(Files.readString(golden));
  }
}
