package dev.recur.systemtests.capability;

import static dev.recur.systemtests.capability.Market.usd;
import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.global.api.model.ams.PeriodRule;
import com.alipay.global.api.request.ams.subscription.AlipaySubscriptionChangeRequest;
import dev.recur.systemtests.merchant.OfficialSdk;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** How a subscription ends: counted out, at its end time, or because another takes its place. */
interface Endings extends Market {

  /** Seed 002, cycleCount; the 31st comes back after February. */
  @Scenario
  default void cycleCount_shouldEndAfterSoManyPeriods() throws IOException {
    Life life =
        begin(
            Plan.monthly("three", "2026-01-31T10:00:00+08:00", 900, "USD")
                .asking(request -> request.setCycleCount(3)));
    life.until("2026-04-30T09:59:59+08:00");
    life.is("ACTIVE active");
    life.until("2026-12-31T10:00:00+08:00");
    life.is("TERMINATED ended");
    life.bank(
        """
        2026-01-31T10:00:00 charge 1 900 USD SUCCEEDED
        2026-02-27T10:05:00 charge 2 900 USD SUCCEEDED
        2026-03-30T10:05:00 charge 3 900 USD SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 900 USD at 2026-01-31T10:00:00 of 2026-01-31T10:00:00/2026-02-28T10:00:00
        payment 2 S 900 USD at 2026-02-27T10:05:00 of 2026-02-28T10:00:00/2026-03-31T10:00:00
        payment 3 S 900 USD at 2026-03-30T10:05:00 of 2026-03-31T10:00:00/2026-04-30T10:00:00
        TERMINATE TERMINATED ended, 1 MONTH, subscriptionEndTime 2026-04-30T10:00:00+08:00
        """);
    life.refused("PROCESS_FAIL", life.update("too-late", Map.of("paymentAmount", usd(1))));
    life.accepted(life.cancel("TERMINATE")); // In any state.
  }

  /** No period starts at or after the end; the one that runs then is served. */
  @Scenario
  default void endTime_shouldEndWithThePeriodThatRunsThen_andMayBeMoved() throws IOException {
    Life life =
        begin(
            Plan.monthly("until", "2026-01-05T10:00:00+08:00", 900, "USD")
                .every(1, ChronoUnit.WEEKS)
                .asking(r -> r.setSubscriptionEndTime("2026-03-01T00:00:00+08:00")));
    life.until("2026-01-08T10:00:00+08:00");
    life.accepted(
        life.update("until-1", Map.of("subscriptionEndTime", "2026-01-19T10:00:00+08:00")));
    life.until("2026-03-01T10:00:00+08:00");
    life.is("TERMINATED ended");
    life.bank(
        """
        2026-01-05T10:00:00 charge 1 900 USD SUCCEEDED
        2026-01-11T10:05:00 charge 2 900 USD SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 WEEK, subscriptionEndTime 2026-03-01T00:00:00+08:00
        payment 1 S 900 USD at 2026-01-05T10:00:00 of 2026-01-05T10:00:00/2026-01-12T10:00:00
        UPDATE ACTIVE active, 1 WEEK, subscriptionEndTime 2026-01-19T10:00:00+08:00
        payment 2 S 900 USD at 2026-01-11T10:05:00 of 2026-01-12T10:00:00/2026-01-19T10:00:00
        TERMINATE TERMINATED ended, 1 WEEK, subscriptionEndTime 2026-01-19T10:00:00+08:00
        """);
  }

  @Scenario
  default void cycleCountAndEndTime_shouldExcludeEachOther() throws IOException {
    Plan both =
        Plan.monthly("both", "2026-01-05T10:00:00+08:00", 900, "USD")
            .asking(r -> r.setSubscriptionEndTime("2027-03-01T00:00:00+08:00"))
            .asking(r -> r.setCycleCount(12));
    var answer =
        shop()
            .executeUntilFinal(
                Life.request(shop(), both, stack().admin().createClock(both.agreedAt())));
    assertThat(answer.getResult().getResultCode())
        .as(OfficialSdk.words(answer.getResult()))
        .isEqualTo("PARAM_ILLEGAL");
  }

  /** Seed 004's older call; contract A6. */
  @Scenario
  default void change_shouldEndTheOldOne_andBeginANewOneThatFollowsIt() throws IOException {
    Life old = begin(Plan.monthly("swap", "2026-03-01T09:00:00+08:00", 1000, "USD"));
    old.until("2026-03-10T12:00:00+08:00");

    AlipaySubscriptionChangeRequest change = old.change("swap-1", Endings::weekly);
    old.accepted(change);
    old.accepted(change);
    old.refused(
        "REPEAT_REQ_INCONSISTENT",
        old.change(
            "swap-1",
            request -> {
              weekly(request);
              request.setPaymentAmount(OfficialSdk.amount(2001, "USD"));
            }));
    old.refused("PROCESS_FAIL", old.change("swap-2", Endings::weekly));
    Life next = old.successor("swap-1", "2026-03-10T12:00:00+08:00", "Cake");
    assertThat(old.inquired())
        .containsEntry("status", "TERMINATED")
        .containsEntry("replacedBySubscriptionId", next.id())
        .containsEntry("subscriptionEndTime", "2026-03-10T12:00:00+08:00");
    assertThat(next.inquired())
        .containsEntry("status", "ACTIVE")
        .containsEntry("relatedSubscriptionId", old.id());

    old.until("2026-03-24T12:00:00+08:00");
    old.is("TERMINATED canceled");
    next.is("ACTIVE active");
    old.bank("2026-03-01T09:00:00 charge 1 1000 USD SUCCEEDED\n");
    next.bank(
        """
        2026-03-10T12:00:00 charge 1 1300 USD SUCCEEDED
        2026-03-16T12:05:00 charge 2 2000 USD SUCCEEDED
        2026-03-23T12:05:00 charge 3 2000 USD SUCCEEDED
        """);
    old.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 1000 USD at 2026-03-01T09:00:00 of 2026-03-01T09:00:00/2026-04-01T09:00:00
        TERMINATE TERMINATED canceled, 1 MONTH, subscriptionEndTime 2026-03-10T12:00:00+08:00
        """);
    next.tells(
        """
        CHANGE ACTIVE active, 1 WEEK, relatedSubscriptionId %s
        payment 1 S 1300 USD at 2026-03-10T12:00:00 of 2026-03-10T12:00:00/2026-03-17T12:00:00
        payment 2 S 2000 USD at 2026-03-16T12:05:00 of 2026-03-17T12:00:00/2026-03-24T12:00:00
        payment 3 S 2000 USD at 2026-03-23T12:05:00 of 2026-03-24T12:00:00/2026-03-31T12:00:00
        """
            .formatted(old.id()));
  }

  private static void weekly(AlipaySubscriptionChangeRequest change) {
    change.setSubscriptionDescription("Cake");
    change.setPaymentAmount(OfficialSdk.amount(2000, "USD"));
    change.setPaymentAmountDifference(OfficialSdk.amount(1300, "USD"));
    change.setPeriodRule(PeriodRule.builder().periodType("WEEK").periodCount(1).build());
  }

  /** What a change asks that cannot be leaves the old one as it is. */
  @Scenario
  default void changeThatCannotBe_shouldLeaveTheOldOneRunning() throws IOException {
    Life life = begin(Plan.monthly("stay", "2026-03-01T09:00:00+08:00", 1000, "USD"));
    life.until("2026-03-10T12:00:00+08:00");
    life.refused(
        "PARAM_ILLEGAL",
        life.change("stay-1", r -> r.setPaymentAmount(OfficialSdk.amount(1000, "EUR"))));
    life.refused(
        "PARAM_ILLEGAL",
        life.change("stay-2", r -> r.setSubscriptionEndTime("2026-03-09T00:00:00+08:00")));
    life.until("2026-04-01T09:00:00+08:00");
    life.bank(
        """
        2026-03-01T09:00:00 charge 1 1000 USD SUCCEEDED
        2026-03-31T09:05:00 charge 2 1000 USD SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 1000 USD at 2026-03-01T09:00:00 of 2026-03-01T09:00:00/2026-04-01T09:00:00
        payment 2 S 1000 USD at 2026-03-31T09:05:00 of 2026-04-01T09:00:00/2026-05-01T09:00:00
        """);
    life.is("ACTIVE active");
  }
}
