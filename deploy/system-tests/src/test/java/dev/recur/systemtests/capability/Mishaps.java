package dev.recur.systemtests.capability;

import static dev.recur.systemtests.capability.Market.usd;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;

/** Two things at once: what was decided meets what the bank, the calendar or an outage brings. */
interface Mishaps extends Market {

  private static Plan slow(String requestId) {
    return Plan.monthly(requestId, "2026-06-01T12:00:00+08:00", 1000, "USD").paidWith("pending:60");
  }

  /** Money that moved is told, also after the end, and can go back. */
  @Scenario
  default void terminateDuringAPayment_shouldStillTellItsOutcome() throws IOException {
    Life life = begin(slow("end-busy"));
    life.until("2026-06-01T12:30:00+08:00");
    life.accepted(life.cancel("TERMINATE"));
    life.is("TERMINATED canceled");
    life.until("2026-06-02T12:00:00+08:00");
    life.accepted(life.refund("end-busy-1", life.payment(1), 1000, "USD"));
    life.until("2026-08-02T12:00:00+08:00");
    life.bank(
        """
        2026-06-01T12:00:00 charge 1 1000 USD SUCCEEDED
        2026-06-02T12:00:00 refund:end-busy-1 1000 USD SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        TERMINATE TERMINATED canceled, 1 MONTH, subscriptionEndTime 2026-06-01T12:30:00+08:00
        payment 1 S 1000 USD asked 2026-06-01T12:00:00 paid 2026-06-01T13:00:00 of \
        2026-06-01T12:00:00/2026-07-01T12:00:00
        refund end-busy-1 SUCCESS 1000 USD at 2026-06-02T12:00:00
        """);
    life.is("TERMINATED canceled");
  }

  @Scenario
  default void pauseDuringAPayment_shouldLetItBePaid() throws IOException {
    Life life = begin(slow("pause-busy"));
    life.until("2026-06-01T12:30:00+08:00");
    life.accepted(life.pause("pause-busy-1", Map.of()));
    life.until("2026-07-10T12:00:00+08:00");
    life.is("ACTIVE paused");
    life.accepted(life.resume("pause-busy-2"));
    life.until("2026-08-01T13:00:00+08:00");
    life.bank(
        """
        2026-06-01T12:00:00 charge 1 1000 USD SUCCEEDED
        2026-07-31T12:05:00 charge 3 1000 USD SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        UPDATE ACTIVE paused, 1 MONTH
        payment 1 S 1000 USD asked 2026-06-01T12:00:00 paid 2026-06-01T13:00:00 of \
        2026-06-01T12:00:00/2026-07-01T12:00:00
        UPDATE ACTIVE active, 1 MONTH
        payment 3 S 1000 USD asked 2026-07-31T12:05:00 paid 2026-07-31T13:05:00 of \
        2026-08-01T12:00:00/2026-09-01T12:00:00
        """);
    life.is("ACTIVE active");
  }

  /** What is paid keeps its dates and its price: the day before a period it is the next one's. */
  @Scenario
  default void updateOnceTheNextPeriodIsPaid_shouldLeaveThatPeriod() throws IOException {
    Life life = begin(Plan.monthly("paid-ahead", "2026-03-13T10:00:00+08:00", 1000, "USD"));
    life.until("2026-04-12T12:00:00+08:00");
    life.refused(
        "PROCESS_FAIL",
        life.update("paid-ahead-1", Map.of("nextSubscriptionDate", "2026-04-20T10:00:00+08:00")));
    life.accepted(
        life.update(
            "paid-ahead-2",
            Map.of("paymentAmount", usd(300), "periodRule", Market.every(1, "WEEK"))));
    life.until("2026-05-20T10:00:00+08:00");
    life.bank(
        """
        2026-03-13T10:00:00 charge 1 1000 USD SUCCEEDED
        2026-04-12T10:05:00 charge 2 1000 USD SUCCEEDED
        2026-05-12T10:05:00 charge 3 300 USD SUCCEEDED
        2026-05-19T10:05:00 charge 4 300 USD SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 1000 USD at 2026-03-13T10:00:00 of 2026-03-13T10:00:00/2026-04-13T10:00:00
        payment 2 S 1000 USD at 2026-04-12T10:05:00 of 2026-04-13T10:00:00/2026-05-13T10:00:00
        UPDATE ACTIVE active, 1 WEEK
        payment 3 S 300 USD at 2026-05-12T10:05:00 of 2026-05-13T10:00:00/2026-05-20T10:00:00
        payment 4 S 300 USD at 2026-05-19T10:05:00 of 2026-05-20T10:00:00/2026-05-27T10:00:00
        """);
    life.is("ACTIVE active");
  }

  /**
   * Contract F13: from the latest payment of the running period, never above what is left of it.
   */
  @Scenario
  default void refundsByUpdate_shouldComeFromTheLatestPaymentThatCarriesThem() throws IOException {
    Life life = begin(Plan.monthly("up-and-down", "2026-06-01T12:00:00+08:00", 3000, "USD"));
    life.until("2026-06-02T12:00:00+08:00");
    life.accepted(life.update("up", settling("IMMEDIATE_PAY_CUSTOM_AMOUNT", 2000)));
    life.until("2026-06-03T12:00:00+08:00");
    life.refused(
        "PROCESS_FAIL", life.update("d1", settling("IMMEDIATE_REFUND_CUSTOM_AMOUNT", 3001)));
    life.accepted(life.update("d2", settling("IMMEDIATE_REFUND_CUSTOM_AMOUNT", 1500)));
    life.until("2026-06-04T12:00:00+08:00");
    life.refused(
        "PROCESS_FAIL", life.update("d3", settling("IMMEDIATE_REFUND_CUSTOM_AMOUNT", 3001)));
    life.accepted(life.update("d4", settling("IMMEDIATE_REFUND_CUSTOM_AMOUNT", 500)));
    life.until("2026-06-05T12:00:00+08:00");
    life.bank(
        """
        2026-06-01T12:00:00 charge 1 3000 USD SUCCEEDED
        2026-06-02T12:00:00 charge change:up 2000 USD SUCCEEDED
        2026-06-03T12:00:00 refund:d2 1500 USD SUCCEEDED
        2026-06-04T12:00:00 refund:d4 500 USD SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 3000 USD at 2026-06-01T12:00:00 of 2026-06-01T12:00:00/2026-07-01T12:00:00
        UPDATE ACTIVE active, 1 MONTH
        payment change:up S 2000 USD at 2026-06-02T12:00:00 of \
        1 2026-06-01T12:00:00/2026-07-01T12:00:00
        UPDATE ACTIVE active, 1 MONTH
        refund d2 SUCCESS 1500 USD at 2026-06-03T12:00:00 to payment
        UPDATE ACTIVE active, 1 MONTH
        refund d4 SUCCESS 500 USD at 2026-06-04T12:00:00 to payment
        """);
    life.is("ACTIVE active");
  }

  /** A difference beyond the safety bound is refused, and not lost. */
  @Scenario
  default void differenceBeyondTheSafetyBound_shouldBeRefused() throws IOException {
    Life life =
        begin(
            Plan.monthly("bound", "2026-06-01T12:00:00+08:00", 3000, "USD")
                .under(Map.of("chargesPerDayMax", 1)));
    life.until("2026-06-01T18:00:00+08:00");
    life.refused("PROCESS_FAIL", life.update("early", settling("IMMEDIATE_PAY_CUSTOM_AMOUNT", 5)));
    life.until("2026-06-02T18:00:00+08:00");
    life.accepted(life.update("late", settling("IMMEDIATE_PAY_CUSTOM_AMOUNT", 5)));
    life.until("2026-06-03T18:00:00+08:00");
    life.bank(
        """
        2026-06-01T12:00:00 charge 1 3000 USD SUCCEEDED
        2026-06-02T18:00:00 charge change:late 5 USD SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 3000 USD at 2026-06-01T12:00:00 of 2026-06-01T12:00:00/2026-07-01T12:00:00
        UPDATE ACTIVE active, 1 MONTH
        payment change:late S 5 USD at 2026-06-02T18:00:00 of \
        1 2026-06-01T12:00:00/2026-07-01T12:00:00
        """);
    life.is("ACTIVE active");
  }

  private static Map<String, Object> settling(String mode, long cents) {
    return Map.of("prorationSettings", Map.of("prorationMode", mode, "customAmount", usd(cents)));
  }

  /** Renewal that is off is off: nothing can be changed any more, only ended. */
  @Scenario
  default void cancelled_shouldRefuseWhatNeedsAFuture() throws IOException {
    Life life = begin(Plan.monthly("leaving", "2026-06-01T12:00:00+08:00", 1000, "USD"));
    life.until("2026-06-10T12:00:00+08:00");
    life.accepted(life.cancel("CANCEL"));
    life.is("CANCELLED active");
    life.refused("PROCESS_FAIL", life.update("leaving-1", Map.of("paymentAmount", usd(1))));
    life.refused("PROCESS_FAIL", life.pause("leaving-2", Map.of()));
    life.refused("PROCESS_FAIL", life.change("leaving-3", _ -> {}));
    life.accepted(life.cancel("CANCEL"));
    life.until("2026-09-01T12:00:00+08:00");
    life.is("TERMINATED canceled");
    life.bank("2026-06-01T12:00:00 charge 1 1000 USD SUCCEEDED\n");
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 1000 USD at 2026-06-01T12:00:00 of 2026-06-01T12:00:00/2026-07-01T12:00:00
        CANCEL ACTIVE active, 1 MONTH, subscriptionEndTime 2026-07-01T12:00:00+08:00
        """);
  }

  /** The bank does not know what became of a difference: it is inquired, and never asked twice. */
  @Scenario
  default void unknownDifference_shouldBeInquired_andChargedOnce() throws IOException {
    Life life = begin(Plan.monthly("unknown", "2026-06-01T12:00:00+08:00", 1000, "USD"));
    life.until("2026-06-02T12:00:00+08:00");
    life.accepted(life.replaceMethod("unknown-1", "unknown_then_ok"));
    life.accepted(life.update("unknown-2", settling("IMMEDIATE_PAY_CUSTOM_AMOUNT", 250)));
    life.until("2026-06-02T12:01:00+08:00");
    life.bank(
        """
        2026-06-01T12:00:00 charge 1 1000 USD SUCCEEDED
        2026-06-02T12:00:00 charge change:unknown-2 250 USD SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 1000 USD at 2026-06-01T12:00:00 of 2026-06-01T12:00:00/2026-07-01T12:00:00
        UPDATE ACTIVE active, 1 MONTH, tokenId unknown_then_ok
        UPDATE ACTIVE active, 1 MONTH, tokenId unknown_then_ok
        payment change:unknown-2 S 250 USD asked 2026-06-02T12:00:00 paid 2026-06-02T12:01:00 of \
        1 2026-06-01T12:00:00/2026-07-01T12:00:00
        """);
    life.is("ACTIVE active");
  }

  /** A pause whose end lies in an outage: what is late is late, what was paused stays skipped. */
  @Scenario
  default void outageAcrossAResume_shouldChargeTheRunningPeriod() throws IOException {
    Life life = begin(Plan.monthly("asleep", "2026-01-05T10:00:00+08:00", 1000, "USD"));
    life.until("2026-01-20T10:00:00+08:00");
    life.accepted(life.pause("asleep-1", Map.of("resumeTime", "2026-03-10T00:00:00+08:00")));
    life.outageUntil("2026-04-20T12:00:00+08:00");
    life.is("ACTIVE active");
    life.until("2026-05-05T10:00:00+08:00");
    life.bank(
        """
        2026-01-05T10:00:00 charge 1 1000 USD SUCCEEDED
        2026-04-20T12:00:00 charge 4 1000 USD SUCCEEDED
        2026-05-04T10:05:00 charge 5 1000 USD SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 1000 USD at 2026-01-05T10:00:00 of 2026-01-05T10:00:00/2026-02-05T10:00:00
        UPDATE ACTIVE paused, 1 MONTH
        UPDATE ACTIVE active, 1 MONTH
        payment 4 S 1000 USD at 2026-04-20T12:00:00 of 2026-04-05T10:00:00/2026-05-05T10:00:00
        payment 5 S 1000 USD at 2026-05-04T10:05:00 of 2026-05-05T10:00:00/2026-06-05T10:00:00
        """);
  }

  /** An outage that outlasts the subscription: EACH still charges what was served. */
  @Scenario
  default void outageBeyondTheEnd_shouldEndWhereItWouldHave() throws IOException {
    Plan three =
        Plan.monthly("overslept", "2026-01-05T10:00:00+08:00", 1000, "USD")
            .asking(request -> request.setCycleCount(3));
    Life current = begin(three);
    Life each =
        begin(
            Plan.monthly("overslept-each", "2026-01-05T10:00:00+08:00", 1000, "USD")
                .asking(request -> request.setCycleCount(3))
                .under(Map.of("catchUp", "EACH")));
    current.until("2026-01-20T10:00:00+08:00");
    each.until("2026-01-20T10:00:00+08:00");
    current.outageUntil("2026-08-01T10:00:00+08:00");
    each.outageUntil("2026-08-01T10:00:00+08:00");
    current.is("TERMINATED ended");
    each.is("TERMINATED ended");
    current.bank("2026-01-05T10:00:00 charge 1 1000 USD SUCCEEDED\n");
    each.bank(
        """
        2026-01-05T10:00:00 charge 1 1000 USD SUCCEEDED
        2026-08-01T10:00:00 charge 2 1000 USD SUCCEEDED
        2026-08-01T10:00:00 charge 3 1000 USD SUCCEEDED
        """);
    current.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 1000 USD at 2026-01-05T10:00:00 of 2026-01-05T10:00:00/2026-02-05T10:00:00
        TERMINATE TERMINATED ended, 1 MONTH, subscriptionEndTime 2026-04-05T10:00:00+08:00
        """);
    each.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 1000 USD at 2026-01-05T10:00:00 of 2026-01-05T10:00:00/2026-02-05T10:00:00
        payment 2 S 1000 USD at 2026-08-01T10:00:00 of 2026-02-05T10:00:00/2026-03-05T10:00:00
        payment 3 S 1000 USD at 2026-08-01T10:00:00 of 2026-03-05T10:00:00/2026-04-05T10:00:00
        TERMINATE TERMINATED ended, 1 MONTH, subscriptionEndTime 2026-04-05T10:00:00+08:00
        """);
  }

  /** A retry that fell due in an outage is made after it. */
  @Scenario
  default void outageAcrossARetry_shouldTryAfterIt() throws IOException {
    Life life =
        begin(
            Plan.monthly("retry-late", "2026-01-05T10:00:00+08:00", 1000, "USD")
                .paidWith("decline_then_ok:1"));
    life.until("2026-01-05T12:00:00+08:00");
    life.outageUntil("2026-01-20T10:00:00+08:00");
    life.bank(
        """
        2026-01-05T10:00:00 charge 1 1000 USD DECLINED_SOFT
        2026-01-20T10:00:00 charge 1/2 1000 USD SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 1000 USD asked 2026-01-05T10:00:00 paid 2026-01-20T10:00:00 of \
        2026-01-05T10:00:00/2026-02-05T10:00:00
        """);
    life.is("ACTIVE active");
  }

  /** The design's calendar: a night without that hour moves one period, and it is back the next. */
  @Scenario
  default void zone_shouldKeepTheLocalTime_exceptWhereTheDayHasNone() throws IOException {
    Life life =
        begin(
            Plan.monthly("new-york", "2026-02-08T02:30:00-05:00", 1000, "USD")
                .asking(request -> request.setTimeZone("America/New_York")));
    life.until("2026-04-08T12:00:00-04:00");
    assertThat(life.inquired()).containsEntry("currentPeriodStart", "2026-04-08T02:30:00-04:00");
    life.bank(
        """
        2026-02-08T02:30:00 charge 1 1000 USD SUCCEEDED
        2026-03-07T02:35:00 charge 2 1000 USD SUCCEEDED
        2026-04-07T01:35:00 charge 3 1000 USD SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 1000 USD at 2026-02-08T02:30:00 of \
        2026-02-08T02:30:00/2026-03-08T03:30:00-04:00
        payment 2 S 1000 USD at 2026-03-07T02:35:00 of \
        2026-03-08T03:30:00-04:00/2026-04-08T02:30:00-04:00
        payment 3 S 1000 USD at 2026-04-07T02:35:00-04:00 of \
        2026-04-08T02:30:00-04:00/2026-05-08T02:30:00-04:00
        """);
    life.is("ACTIVE active");
  }
}
