package dev.recur.systemtests.capability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Nothing ran for three months: periods 2 and 3 are over, 4 runs (policies, catchUp). */
interface Outages extends Market {

  private static Plan throughAnOutage(String requestId, Map<String, Object> policies) {
    return Plan.monthly(requestId, "2026-01-05T10:00:00+08:00", 1000, "USD").under(policies);
  }

  private Life afterAnOutage(String requestId, Map<String, Object> policies) throws IOException {
    Life life = begin(throughAnOutage(requestId, policies));
    life.until("2026-01-20T10:00:00+08:00");
    life.outageUntil("2026-04-20T12:00:00+08:00");
    return life;
  }

  @Scenario
  default void current_shouldChargeTheRunningPeriodOnly() throws IOException {
    Life life = afterAnOutage("current", Map.of());
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
        payment 4 S 1000 USD at 2026-04-20T12:00:00 of 2026-04-05T10:00:00/2026-05-05T10:00:00
        payment 5 S 1000 USD at 2026-05-04T10:05:00 of 2026-05-05T10:00:00/2026-06-05T10:00:00
        """);
    life.is("ACTIVE active");
  }

  @Scenario
  default void each_shouldChargeEveryMissedPeriod_oldestFirst() throws IOException {
    Life life = afterAnOutage("each", Map.of("catchUp", "EACH"));
    life.until("2026-05-05T10:00:00+08:00");
    life.bank(
        """
        2026-01-05T10:00:00 charge 1 1000 USD SUCCEEDED
        2026-04-20T12:00:00 charge 2 1000 USD SUCCEEDED
        2026-04-20T12:00:00 charge 3 1000 USD SUCCEEDED
        2026-04-20T12:00:00 charge 4 1000 USD SUCCEEDED
        2026-05-04T10:05:00 charge 5 1000 USD SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 1000 USD at 2026-01-05T10:00:00 of 2026-01-05T10:00:00/2026-02-05T10:00:00
        payment 2 S 1000 USD at 2026-04-20T12:00:00 of 2026-02-05T10:00:00/2026-03-05T10:00:00
        payment 3 S 1000 USD at 2026-04-20T12:00:00 of 2026-03-05T10:00:00/2026-04-05T10:00:00
        payment 4 S 1000 USD at 2026-04-20T12:00:00 of 2026-04-05T10:00:00/2026-05-05T10:00:00
        payment 5 S 1000 USD at 2026-05-04T10:05:00 of 2026-05-05T10:00:00/2026-06-05T10:00:00
        """);
    life.is("ACTIVE active");
  }

  @Scenario
  default void eachOfOne_shouldSkipTheOlderOnes() throws IOException {
    Life life = afterAnOutage("each-of-one", Map.of("catchUp", "EACH", "catchUpPeriodsMax", 1));
    life.until("2026-04-21T10:00:00+08:00");
    life.bank(
        """
        2026-01-05T10:00:00 charge 1 1000 USD SUCCEEDED
        2026-04-20T12:00:00 charge 3 1000 USD SUCCEEDED
        2026-04-20T12:00:00 charge 4 1000 USD SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 1000 USD at 2026-01-05T10:00:00 of 2026-01-05T10:00:00/2026-02-05T10:00:00
        payment 3 S 1000 USD at 2026-04-20T12:00:00 of 2026-03-05T10:00:00/2026-04-05T10:00:00
        payment 4 S 1000 USD at 2026-04-20T12:00:00 of 2026-04-05T10:00:00/2026-05-05T10:00:00
        """);
    life.is("ACTIVE active");
  }

  @Scenario
  default void hold_approved_shouldChargeThePeriodsThatWaited() throws IOException {
    Life life = afterAnOutage("hold", Map.of("catchUp", "HOLD"));
    assertThat(life.inquired()).containsEntry("heldPeriods", List.of(2, 3));
    life.bank(
        """
        2026-01-05T10:00:00 charge 1 1000 USD SUCCEEDED
        2026-04-20T12:00:00 charge 4 1000 USD SUCCEEDED
        """);

    life.until("2026-04-22T10:00:00+08:00");
    assertThat(stack().admin().decideHeldCycles(life.id(), true).statusCode()).isEqualTo(200);
    assertThat(stack().admin().decideHeldCycles(life.id(), false).statusCode()).isEqualTo(409);
    life.until("2026-04-23T10:00:00+08:00");
    life.bank(
        """
        2026-01-05T10:00:00 charge 1 1000 USD SUCCEEDED
        2026-04-20T12:00:00 charge 4 1000 USD SUCCEEDED
        2026-04-22T10:00:00 charge 2 1000 USD SUCCEEDED
        2026-04-22T10:00:00 charge 3 1000 USD SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 1000 USD at 2026-01-05T10:00:00 of 2026-01-05T10:00:00/2026-02-05T10:00:00
        payment 4 S 1000 USD at 2026-04-20T12:00:00 of 2026-04-05T10:00:00/2026-05-05T10:00:00
        payment 2 S 1000 USD at 2026-04-22T10:00:00 of 2026-02-05T10:00:00/2026-03-05T10:00:00
        payment 3 S 1000 USD at 2026-04-22T10:00:00 of 2026-03-05T10:00:00/2026-04-05T10:00:00
        """);
    assertThat(life.inquired()).doesNotContainKey("heldPeriods");
    life.is("ACTIVE active");
  }

  @Scenario
  default void hold_rejected_shouldNeverChargeThem() throws IOException {
    Life life = afterAnOutage("hold-not", Map.of("catchUp", "HOLD"));
    assertThat(stack().admin().decideHeldCycles(life.id(), false).statusCode()).isEqualTo(200);
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
        payment 4 S 1000 USD at 2026-04-20T12:00:00 of 2026-04-05T10:00:00/2026-05-05T10:00:00
        payment 5 S 1000 USD at 2026-05-04T10:05:00 of 2026-05-05T10:00:00/2026-06-05T10:00:00
        """);
    life.is("ACTIVE active");
  }
}
