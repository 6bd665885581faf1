package dev.recur.systemtests.capability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.systemtests.merchant.Call;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Pausing, resuming, and paying otherwise (seed 002: paused). */
interface Pauses extends Market {

  @Scenario
  default void pause_shouldSkipPeriodsForGood_andResumeAtTheNextBoundary() throws IOException {
    Life life =
        begin(
            Plan.monthly("pause", "2026-02-02T09:00:00+08:00", 700, "PHP")
                .every(1, ChronoUnit.WEEKS));
    life.until("2026-02-04T12:00:00+08:00");

    Call pause = life.pause("pause-1", Map.of());
    life.accepted(pause);
    life.accepted(pause);
    life.refused(
        "REPEAT_REQ_INCONSISTENT",
        life.pause("pause-1", Map.of("resumeTime", "2026-03-01T00:00:00+08:00")));
    life.is("ACTIVE paused");
    life.until("2026-02-18T12:00:00+08:00");
    assertThat(life.inquired())
        .containsEntry("currentPhaseNo", 3)
        .containsEntry("currentPeriodEnd", "2026-02-23T09:00:00+08:00")
        .doesNotContainKey("nextChargeTime");

    life.accepted(life.resume("pause-2"));
    life.accepted(life.resume("pause-3")); // Nothing to resume: that is no failure.
    life.is("ACTIVE active");
    life.until("2026-02-23T09:00:00+08:00");
    life.bank(
        """
        2026-02-02T09:00:00 charge 1 700 PHP SUCCEEDED
        2026-02-22T09:05:00 charge 4 700 PHP SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 WEEK
        payment 1 S 700 PHP at 2026-02-02T09:00:00 of 2026-02-02T09:00:00/2026-02-09T09:00:00
        UPDATE ACTIVE paused, 1 WEEK
        UPDATE ACTIVE active, 1 WEEK
        payment 4 S 700 PHP at 2026-02-22T09:05:00 of 2026-02-23T09:00:00/2026-03-02T09:00:00
        """);
  }

  @Scenario
  default void pauseWithResumeTime_shouldResumeByItself() throws IOException {
    Life life = begin(Plan.monthly("pause-until", "2026-02-02T09:00:00+08:00", 700, "PHP"));
    life.until("2026-02-05T12:00:00+08:00");

    life.refused(
        "PARAM_ILLEGAL",
        life.pause("until-past", Map.of("resumeTime", "2026-02-05T12:00:00+08:00")));
    life.accepted(life.pause("until-1", Map.of("resumeTime", "2026-03-10T00:00:00+08:00")));
    assertThat(life.inquired())
        .containsEntry("resumeTime", "2026-03-10T00:00:00+08:00")
        .containsEntry("lifecycleStatus", "paused");
    life.until("2026-04-02T09:00:00+08:00");
    life.bank(
        """
        2026-02-02T09:00:00 charge 1 700 PHP SUCCEEDED
        2026-04-01T09:05:00 charge 3 700 PHP SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 700 PHP at 2026-02-02T09:00:00 of 2026-02-02T09:00:00/2026-03-02T09:00:00
        UPDATE ACTIVE paused, 1 MONTH
        UPDATE ACTIVE active, 1 MONTH
        payment 3 S 700 PHP at 2026-04-01T09:05:00 of 2026-04-02T09:00:00/2026-05-02T09:00:00
        """);
    life.is("ACTIVE active");
  }

  /** A period that is paid when the pause begins is served, whatever is paused. */
  @Scenario
  default void pauseAfterTheNextPeriodIsPaid_shouldServeIt() throws IOException {
    Life life = begin(Plan.monthly("pause-late", "2026-02-02T09:00:00+08:00", 700, "PHP"));
    life.until("2026-03-01T12:00:00+08:00");
    life.accepted(life.pause("late-1", Map.of()));
    life.until("2026-04-10T12:00:00+08:00");
    life.accepted(life.resume("late-2"));
    life.until("2026-05-02T09:00:00+08:00");
    life.bank(
        """
        2026-02-02T09:00:00 charge 1 700 PHP SUCCEEDED
        2026-03-01T09:05:00 charge 2 700 PHP SUCCEEDED
        2026-05-01T09:05:00 charge 4 700 PHP SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 700 PHP at 2026-02-02T09:00:00 of 2026-02-02T09:00:00/2026-03-02T09:00:00
        payment 2 S 700 PHP at 2026-03-01T09:05:00 of 2026-03-02T09:00:00/2026-04-02T09:00:00
        UPDATE ACTIVE paused, 1 MONTH
        UPDATE ACTIVE active, 1 MONTH
        payment 4 S 700 PHP at 2026-05-01T09:05:00 of 2026-05-02T09:00:00/2026-06-02T09:00:00
        """);
    life.is("ACTIVE active");
  }

  /** A stolen card is charged once and never again; another one pays the running period. */
  @Scenario
  default void replacedMethod_afterAHardDecline_shouldPayTheRunningPeriodAtOnce()
      throws IOException {
    Life life =
        begin(
            Plan.monthly("stolen", "2026-05-05T10:00:00+08:00", 1000, "EUR")
                .paidWith("decline_stolen"));
    life.until("2026-06-20T12:00:00+08:00");
    life.is("ACTIVE pastdue");
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 F RISK_REJECT 1000 EUR asked 2026-05-05T10:00:00 of \
        2026-05-05T10:00:00/2026-06-05T10:00:00
        """);

    life.accepted(life.replaceMethod("stolen-1", "another"));
    life.refused("REPEAT_REQ_INCONSISTENT", life.replaceMethod("stolen-1", "a-third"));
    life.until("2026-07-05T10:00:00+08:00");
    life.is("ACTIVE active");
    life.bank(
        """
        2026-05-05T10:00:00 charge 1 1000 EUR DECLINED_HARD
        2026-06-20T12:00:00 charge 2 1000 EUR SUCCEEDED
        2026-07-04T10:05:00 charge 3 1000 EUR SUCCEEDED
        """);
    life.tells(
        """
        UPDATE ACTIVE pastdue, 1 MONTH, tokenId another
        payment 2 S 1000 EUR at 2026-06-20T12:00:00 of 2026-06-05T10:00:00/2026-07-05T10:00:00
        payment 3 S 1000 EUR at 2026-07-04T10:05:00 of 2026-07-05T10:00:00/2026-08-05T10:00:00
        """);
  }

  /** A declined payment does not wait for its day: another method is tried at once. */
  @Scenario
  default void replacedMethod_whileARetryWaits_shouldPayAtOnce() throws IOException {
    Life life =
        begin(
            Plan.monthly("topped-up", "2026-05-05T10:00:00+08:00", 1000, "EUR")
                .paidWith("decline_insufficient_funds"));
    life.until("2026-05-05T22:00:00+08:00");
    life.is("ACTIVE paymentdue");
    life.accepted(life.replaceMethod("topped-up-1", "another"));
    life.until("2026-05-07T10:00:00+08:00");
    life.is("ACTIVE active");
    life.bank(
        """
        2026-05-05T10:00:00 charge 1 1000 EUR DECLINED_SOFT
        2026-05-05T22:00:00 charge 1/2 1000 EUR SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        UPDATE ACTIVE paymentdue, 1 MONTH, tokenId another
        payment 1 S 1000 EUR asked 2026-05-05T10:00:00 paid 2026-05-05T22:00:00 of \
        2026-05-05T10:00:00/2026-06-05T10:00:00
        """);
  }
}
