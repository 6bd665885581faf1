package dev.recur.systemtests.capability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** What follows a failed charge: retries, grace and the final act, as the policies say. */
interface Unpaid extends Market {

  private static Plan unpaid(String requestId, Map<String, Object> policies) {
    return Plan.monthly(requestId, "2026-01-10T10:00:00+08:00", 1000, "USD")
        .paidWith("decline_insufficient_funds")
        .under(policies);
  }

  @Scenario
  default void softDeclines_shouldBeRetriedOnTheirDays_untilOneIsPaid() throws IOException {
    Life life =
        begin(
            Plan.monthly("retried", "2026-01-10T10:00:00+08:00", 1000, "USD")
                .paidWith("decline_then_ok:2"));
    life.until("2026-01-12T12:00:00+08:00");
    life.is("ACTIVE paymentdue");
    life.until("2026-01-14T12:00:00+08:00");
    life.is("ACTIVE active");
    life.bank(
        """
        2026-01-10T10:00:00 charge 1 1000 USD DECLINED_SOFT
        2026-01-11T10:00:00 charge 1/2 1000 USD DECLINED_SOFT
        2026-01-13T10:00:00 charge 1/3 1000 USD SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 1000 USD asked 2026-01-10T10:00:00 paid 2026-01-13T10:00:00 of \
        2026-01-10T10:00:00/2026-02-10T10:00:00
        """);
  }

  @Scenario
  default void keep_shouldTellTheFailureOnce_andPayThePeriodOnceTheMethodIsReplaced()
      throws IOException {
    Life life = begin(unpaid("keep", Map.of("retryDays", List.of(1, 2))));
    life.until("2026-01-20T10:00:00+08:00");
    life.is("ACTIVE pastdue");
    life.accepted(life.replaceMethod("rich", "ok"));
    life.until("2026-02-10T10:00:00+08:00");
    life.is("ACTIVE active");
    life.bank(
        """
        2026-01-10T10:00:00 charge 1 1000 USD DECLINED_SOFT
        2026-01-11T10:00:00 charge 1/2 1000 USD DECLINED_SOFT
        2026-01-12T10:00:00 charge 1/3 1000 USD DECLINED_SOFT
        2026-01-20T10:00:00 charge 1/4 1000 USD SUCCEEDED
        2026-02-09T10:05:00 charge 2 1000 USD SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 F USER_BALANCE_NOT_ENOUGH 1000 USD asked 2026-01-10T10:00:00 of \
        2026-01-10T10:00:00/2026-02-10T10:00:00
        UPDATE ACTIVE pastdue, 1 MONTH, tokenId ok
        payment 1 S 1000 USD asked 2026-01-10T10:00:00 paid 2026-01-20T10:00:00 of \
        2026-01-10T10:00:00/2026-02-10T10:00:00
        payment 2 S 1000 USD at 2026-02-09T10:05:00 of 2026-02-10T10:00:00/2026-03-10T10:00:00
        """);
  }

  @Scenario
  default void cancel_shouldFollowTheGrace() throws IOException {
    Life life =
        begin(
            unpaid(
                "cancel", Map.of("retryDays", List.of(1), "finalAct", "CANCEL", "graceDays", 2)));
    life.until("2026-01-13T09:59:59+08:00");
    life.is("ACTIVE pastdue");
    life.until("2026-03-13T10:00:00+08:00");
    life.is("TERMINATED canceled");
    life.bank(
        """
        2026-01-10T10:00:00 charge 1 1000 USD DECLINED_SOFT
        2026-01-11T10:00:00 charge 1/2 1000 USD DECLINED_SOFT
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 F USER_BALANCE_NOT_ENOUGH 1000 USD asked 2026-01-10T10:00:00 of \
        2026-01-10T10:00:00/2026-02-10T10:00:00
        TERMINATE TERMINATED canceled, 1 MONTH, subscriptionEndTime 2026-01-13T10:00:00+08:00
        """);
  }

  @Scenario
  default void pause_shouldFollowAtOnce_andResumeChargeTheNextPeriod() throws IOException {
    Life life = begin(unpaid("pausing", Map.of("retryDays", List.of(), "finalAct", "PAUSE")));
    life.until("2026-02-20T10:00:00+08:00");
    life.is("ACTIVE paused");
    life.accepted(life.replaceMethod("rich-1", "ok"));
    life.accepted(life.resume("rich-2"));
    life.until("2026-03-10T10:00:00+08:00");
    life.is("ACTIVE active");
    life.bank(
        """
        2026-01-10T10:00:00 charge 1 1000 USD DECLINED_SOFT
        2026-03-09T10:05:00 charge 3 1000 USD SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 F USER_BALANCE_NOT_ENOUGH 1000 USD asked 2026-01-10T10:00:00 of \
        2026-01-10T10:00:00/2026-02-10T10:00:00
        UPDATE ACTIVE paused, 1 MONTH
        UPDATE ACTIVE paused, 1 MONTH, tokenId ok
        UPDATE ACTIVE pastdue, 1 MONTH, tokenId ok
        payment 3 S 1000 USD at 2026-03-09T10:05:00 of 2026-03-10T10:00:00/2026-04-10T10:00:00
        """);
  }

  /** Paid within its grace, nothing is cancelled. */
  @Scenario
  default void replacedMethod_withinTheGrace_shouldStopTheFinalAct() throws IOException {
    Life life =
        begin(
            unpaid("saved", Map.of("retryDays", List.of(), "finalAct", "CANCEL", "graceDays", 5)));
    life.until("2026-01-12T10:00:00+08:00");
    life.accepted(life.replaceMethod("saved-1", "ok"));
    life.until("2026-02-10T10:00:00+08:00");
    life.is("ACTIVE active");
    life.bank(
        """
        2026-01-10T10:00:00 charge 1 1000 USD DECLINED_SOFT
        2026-01-12T10:00:00 charge 1/2 1000 USD SUCCEEDED
        2026-02-09T10:05:00 charge 2 1000 USD SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 F USER_BALANCE_NOT_ENOUGH 1000 USD asked 2026-01-10T10:00:00 of \
        2026-01-10T10:00:00/2026-02-10T10:00:00
        UPDATE ACTIVE pastdue, 1 MONTH, tokenId ok
        payment 1 S 1000 USD asked 2026-01-10T10:00:00 paid 2026-01-12T10:00:00 of \
        2026-01-10T10:00:00/2026-02-10T10:00:00
        payment 2 S 1000 USD at 2026-02-09T10:05:00 of 2026-02-10T10:00:00/2026-03-10T10:00:00
        """);
  }

  /** Two charges within a day where one is the bound: it parks, and a person lets it go on. */
  @Scenario
  default void park_shouldChargeNothing_untilSomebodyReleasesIt() throws IOException {
    Life life =
        begin(
            Plan.monthly("parked", "2026-08-01T10:00:00+08:00", 1000, "USD")
                .every(1, ChronoUnit.WEEKS)
                .agreed("2026-08-07T10:00:00+08:00")
                .under(Map.of("chargesPerDayMax", 1)));
    life.until("2026-08-10T10:00:00+08:00");
    life.bank("2026-08-07T10:00:00 charge 1 1000 USD SUCCEEDED\n");

    assertThat(stack().admin().release(life.id(), "looked at it").statusCode()).isEqualTo(200);
    assertThat(stack().admin().release(life.id(), "again").statusCode()).isEqualTo(200);
    life.until("2026-08-15T10:00:00+08:00");
    life.bank(
        """
        2026-08-07T10:00:00 charge 1 1000 USD SUCCEEDED
        2026-08-10T10:00:00 charge 2 1000 USD SUCCEEDED
        2026-08-14T10:05:00 charge 3 1000 USD SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 WEEK
        payment 1 S 1000 USD at 2026-08-07T10:00:00 of 2026-08-01T10:00:00/2026-08-08T10:00:00
        payment 2 S 1000 USD at 2026-08-10T10:00:00 of 2026-08-08T10:00:00/2026-08-15T10:00:00
        payment 3 S 1000 USD at 2026-08-14T10:05:00 of 2026-08-15T10:00:00/2026-08-22T10:00:00
        """);
    life.is("ACTIVE active");
  }
}
