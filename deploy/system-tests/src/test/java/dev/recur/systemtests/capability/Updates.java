package dev.recur.systemtests.capability;

import static dev.recur.systemtests.capability.Market.every;
import static dev.recur.systemtests.capability.Market.money;
import static dev.recur.systemtests.capability.Market.usd;
import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.global.api.model.ams.TransactionStatusType;
import com.alipay.global.api.request.ams.pay.AlipayInquiryRefundRequest;
import com.alipay.global.api.response.ams.pay.AlipayInquiryRefundResponse;
import dev.recur.systemtests.merchant.Call;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;

/** Other terms for a running subscription (Antom, Subscription update; seed 002, changeMode). */
interface Updates extends Market {

  /** Seed 001, Subscription upgrade: the difference asked for at 19:00 is settled at 19:02. */
  @Scenario
  default void upgrade_shouldChargeTheDifferenceNow_andTheNewAmountFromTheNextPeriod()
      throws IOException {
    Life life =
        begin(
            Plan.monthly("upgrade", "2026-03-13T18:15:29+08:00", 3000, "USD")
                .paidWith("pending:2"));
    life.until("2026-04-20T19:00:00+08:00");
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 3000 USD asked 2026-03-13T18:15:29 paid 2026-03-13T18:17:29 of \
        2026-03-13T18:15:29/2026-04-13T18:15:29
        payment 2 S 3000 USD asked 2026-04-12T18:20:29 paid 2026-04-12T18:22:29 of \
        2026-04-13T18:15:29/2026-05-13T18:15:29
        """);

    life.accepted(
        life.update(
            "upgrade-1", Map.of("paymentAmount", usd(5000), "prorationSettings", pays(usd(2000)))));
    life.until("2026-05-13T18:15:29+08:00");
    life.tells(
        """
        UPDATE ACTIVE active, 1 MONTH
        payment change:upgrade-1 S 2000 USD asked 2026-04-20T19:00:00 paid 2026-04-20T19:02:00 of \
        2 2026-04-13T18:15:29/2026-05-13T18:15:29
        payment 3 S 5000 USD asked 2026-05-12T18:20:29 paid 2026-05-12T18:22:29 of \
        2026-05-13T18:15:29/2026-06-13T18:15:29
        """);
    life.bank(
        """
        2026-03-13T18:15:29 charge 1 3000 USD SUCCEEDED
        2026-04-12T18:20:29 charge 2 3000 USD SUCCEEDED
        2026-04-20T19:00:00 charge change:upgrade-1 2000 USD SUCCEEDED
        2026-05-12T18:20:29 charge 3 5000 USD SUCCEEDED
        """);
    life.is("ACTIVE active");
  }

  /** Seed 001, Subscription downgrade. */
  @Scenario
  default void downgrade_shouldPayTheDifferenceBack_andTellItUnderTheUpdatesId()
      throws IOException {
    Life life = begin(Plan.monthly("downgrade", "2025-09-25T18:15:29+08:00", 5000, "USD"));
    life.until("2025-10-30T19:00:00+08:00");

    life.refused(
        "PROCESS_FAIL", life.update("too-much", Map.of("prorationSettings", refunds(usd(5001)))));
    life.accepted(
        life.update(
            "downgrade-1",
            Map.of("paymentAmount", usd(3000), "prorationSettings", refunds(usd(2000)))));
    life.until("2025-11-25T18:15:29+08:00");
    life.bank(
        """
        2025-09-25T18:15:29 charge 1 5000 USD SUCCEEDED
        2025-10-24T18:20:29 charge 2 5000 USD SUCCEEDED
        2025-10-30T19:00:00 refund:downgrade-1 2000 USD SUCCEEDED
        2025-11-24T18:20:29 charge 3 3000 USD SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 5000 USD at 2025-09-25T18:15:29 of 2025-09-25T18:15:29/2025-10-25T18:15:29
        payment 2 S 5000 USD at 2025-10-24T18:20:29 of 2025-10-25T18:15:29/2025-11-25T18:15:29
        UPDATE ACTIVE active, 1 MONTH
        refund downgrade-1 SUCCESS 2000 USD at 2025-10-30T19:00:00 to payment
        payment 3 S 3000 USD at 2025-11-24T18:20:29 of 2025-11-25T18:15:29/2025-12-25T18:15:29
        """);
    AlipayInquiryRefundRequest inquiry = new AlipayInquiryRefundRequest();
    inquiry.setRefundRequestId("downgrade-1");
    AlipayInquiryRefundResponse refund = shop().executeUntilFinal(inquiry);
    assertThat(refund.getRefundStatus()).isEqualTo(TransactionStatusType.SUCCESS);
    assertThat(refund.getRefundAmount().getValue()).isEqualTo("2000");
    assertThat(refund.getRefundTime()).isEqualTo("2025-10-30T19:00:00+08:00");
    life.is("ACTIVE active");
  }

  /** Seed 001, period change: the running week completes, and its end is the new anchor. */
  @Scenario
  default void periodChange_shouldLetTheRunningPeriodComplete_andCountFromItsEnd()
      throws IOException {
    Life life =
        begin(
            Plan.monthly("rule", "2026-03-16T08:18:54+08:00", 1000, "USD")
                .every(1, ChronoUnit.WEEKS));
    life.until("2026-03-24T12:18:54+08:00");

    life.accepted(life.update("rule-1", Map.of("periodRule", every(1, "MONTH"))));
    assertThat(life.inquired())
        .containsEntry("currentPeriodEnd", "2026-03-30T08:18:54+08:00")
        .containsEntry("periodType", "MONTH");
    life.until("2026-04-30T08:18:54+08:00");
    life.bank(
        """
        2026-03-16T08:18:54 charge 1 1000 USD SUCCEEDED
        2026-03-22T08:23:54 charge 2 1000 USD SUCCEEDED
        2026-03-29T08:23:54 charge 3 1000 USD SUCCEEDED
        2026-04-29T08:23:54 charge 4 1000 USD SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 WEEK
        payment 1 S 1000 USD at 2026-03-16T08:18:54 of 2026-03-16T08:18:54/2026-03-23T08:18:54
        payment 2 S 1000 USD at 2026-03-22T08:23:54 of 2026-03-23T08:18:54/2026-03-30T08:18:54
        UPDATE ACTIVE active, 1 MONTH
        payment 3 S 1000 USD at 2026-03-29T08:23:54 of 2026-03-30T08:18:54/2026-04-30T08:18:54
        payment 4 S 1000 USD at 2026-04-29T08:23:54 of 2026-04-30T08:18:54/2026-05-30T08:18:54
        """);
    life.is("ACTIVE active");
  }

  /** Seed 001, nextSubscriptionDate; its bounds stand in the contract, A5. */
  @Scenario
  default void nextSubscriptionDate_earlier_shouldEndThePeriodThere_withinItsBounds()
      throws IOException {
    Life life = begin(Plan.monthly("earlier", "2026-03-13T16:00:29+08:00", 1000, "USD"));
    life.until("2026-03-20T19:00:00+08:00");

    life.refused("PROCESS_FAIL", life.update("within-a-day", next("2026-03-21T18:59:59+08:00")));
    life.refused("PROCESS_FAIL", life.update("in-a-month", next("2026-04-20T19:00:00+08:00")));
    life.accepted(life.update("earlier-1", next("2026-04-10T00:00:02+08:00")));
    life.until("2026-05-10T00:00:02+08:00");
    life.bank(
        """
        2026-03-13T16:00:29 charge 1 1000 USD SUCCEEDED
        2026-04-09T00:05:02 charge 2 1000 USD SUCCEEDED
        2026-05-09T00:05:02 charge 3 1000 USD SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 1000 USD at 2026-03-13T16:00:29 of 2026-03-13T16:00:29/2026-04-13T16:00:29
        UPDATE ACTIVE active, 1 MONTH
        payment 2 S 1000 USD at 2026-04-09T00:05:02 of 2026-04-10T00:00:02/2026-05-10T00:00:02
        payment 3 S 1000 USD at 2026-05-09T00:05:02 of 2026-05-10T00:00:02/2026-06-10T00:00:02
        """);
    life.is("ACTIVE active");
  }

  @Scenario
  default void nextSubscriptionDate_later_shouldLengthenThePeriod() throws IOException {
    Life life = begin(Plan.monthly("later", "2026-03-13T16:00:29+08:00", 1000, "USD"));
    life.until("2026-03-20T19:00:00+08:00");

    life.accepted(life.update("later-1", next("2026-04-20T18:59:59+08:00")));
    assertThat(life.inquired())
        .containsEntry("currentPeriodEnd", "2026-04-20T18:59:59+08:00")
        .containsEntry("nextChargeTime", "2026-04-19T19:04:59+08:00");
    life.until("2026-04-20T18:59:59+08:00");
    life.bank(
        """
        2026-03-13T16:00:29 charge 1 1000 USD SUCCEEDED
        2026-04-19T19:04:59 charge 2 1000 USD SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 1000 USD at 2026-03-13T16:00:29 of 2026-03-13T16:00:29/2026-04-13T16:00:29
        UPDATE ACTIVE active, 1 MONTH
        payment 2 S 1000 USD at 2026-04-19T19:04:59 of 2026-04-20T18:59:59/2026-05-20T18:59:59
        """);
    life.is("ACTIVE active");
  }

  /** Seed 002, changeMode 2: the running cycle is continued as it is. */
  @Scenario
  default void nextPeriod_shouldChangeNothingBeforeTheBoundary() throws IOException {
    Life life = begin(Plan.monthly("next", "2026-01-10T10:00:00+08:00", 1000, "PHP"));
    life.until("2026-01-20T12:00:00+08:00");
    life.refused(
        "PARAM_ILLEGAL",
        life.update(
            "next-and-now",
            Map.of("changeMode", "NEXT_PERIOD", "prorationSettings", pays(money(10, "PHP")))));

    life.accepted(
        life.update(
            "next-1",
            Map.of(
                "changeMode",
                "NEXT_PERIOD",
                "paymentAmount",
                money(1500, "PHP"),
                "periodRule",
                every(2, "WEEK"),
                "subscriptionDescription",
                "Tea")));
    life.until("2026-02-10T09:59:59+08:00");
    assertThat(life.inquired())
        .containsEntry("paymentAmount", money(1000, "PHP"))
        .containsEntry("periodType", "MONTH")
        .containsEntry("description", "Coffee, next")
        .extractingByKey("awaitedUpdate")
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("phaseNo", 2)
        .containsEntry("effectiveTime", "2026-02-10T10:00:00+08:00")
        .containsEntry("paymentAmount", money(1500, "PHP"));
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 1000 PHP at 2026-01-10T10:00:00 of 2026-01-10T10:00:00/2026-02-10T10:00:00
        payment 2 S 1500 PHP at 2026-02-09T10:05:00 of 2026-02-10T10:00:00/2026-02-24T10:00:00
        """);

    life.until("2026-02-24T10:00:00+08:00");
    assertThat(life.inquired())
        .containsEntry("paymentAmount", money(1500, "PHP"))
        .containsEntry("periodType", "WEEK")
        .containsEntry("periodCount", 2)
        .containsEntry("description", "Tea")
        .doesNotContainKey("awaitedUpdate");
    life.tells(
        """
        UPDATE ACTIVE active, 2 WEEK, subscriptionDescription Tea
        payment 3 S 1500 PHP at 2026-02-23T10:05:00 of 2026-02-24T10:00:00/2026-03-10T10:00:00
        """);
    life.bank(
        """
        2026-01-10T10:00:00 charge 1 1000 PHP SUCCEEDED
        2026-02-09T10:05:00 charge 2 1500 PHP SUCCEEDED
        2026-02-23T10:05:00 charge 3 1500 PHP SUCCEEDED
        """);
  }

  /** Seed 001, Subscription description update. */
  @Scenario
  default void description_shouldTouchNoMoney_andRepeatsShouldDoNothing() throws IOException {
    Life life = begin(Plan.monthly("words", "2026-03-13T10:00:00+08:00", 1000, "USD"));
    life.until("2026-03-14T10:00:00+08:00");

    Call words = life.update("words-1", Map.of("subscriptionDescription", "Tea"));
    life.accepted(words);
    life.accepted(words);
    life.refused(
        "REPEAT_REQ_INCONSISTENT",
        life.update("words-1", Map.of("subscriptionDescription", "Cocoa")));
    life.refused("PARAM_ILLEGAL", life.update("nothing", Map.of()));
    life.refused(
        "PARAM_ILLEGAL", life.update("euros", Map.of("paymentAmount", money(1000, "EUR"))));
    life.refused(
        "SUBSCRIPTION_NOT_EXIST",
        Call.update(
            "S0000000000000000000000000000000000000000",
            "nobody",
            Map.of("subscriptionDescription", "Tea")));
    life.until("2026-04-13T10:00:00+08:00");
    life.bank(
        """
        2026-03-13T10:00:00 charge 1 1000 USD SUCCEEDED
        2026-04-12T10:05:00 charge 2 1000 USD SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 1000 USD at 2026-03-13T10:00:00 of 2026-03-13T10:00:00/2026-04-13T10:00:00
        UPDATE ACTIVE active, 1 MONTH, subscriptionDescription Tea
        payment 2 S 1000 USD at 2026-04-12T10:05:00 of 2026-04-13T10:00:00/2026-05-13T10:00:00
        """);
    assertThat(life.inquired()).containsEntry("description", "Tea");
  }

  /** Seed 001, Note: "it is recommended to retry the API call later". */
  @Scenario
  default void duringAPayment_shouldBeForbidden_andSucceedLaterUnderTheSameId() throws IOException {
    Life life =
        begin(
            Plan.monthly("busy", "2026-06-01T12:00:00+08:00", 1000, "USD").paidWith("pending:60"));
    life.until("2026-06-01T12:30:00+08:00");
    life.bank("2026-06-01T12:00:00 charge 1 1000 USD PENDING\n");

    Call update = life.update("busy-1", Map.of("paymentAmount", usd(1200)));
    life.refused("UPDATE_FORBIDDEN_DURING_PAYMENT", update);
    life.refused("UPDATE_FORBIDDEN_DURING_PAYMENT", update);
    life.refused("UPDATE_FORBIDDEN_DURING_PAYMENT", life.replaceMethod("busy-2", "ok"));
    life.refused("UPDATE_FORBIDDEN_DURING_PAYMENT", life.change("busy-3", _ -> {}));
    life.until("2026-06-01T13:00:00+08:00");
    life.accepted(update);
    life.accepted(life.replaceMethod("busy-2", "ok"));
    life.until("2026-07-01T12:00:00+08:00");
    life.bank(
        """
        2026-06-01T12:00:00 charge 1 1000 USD SUCCEEDED
        2026-06-30T12:05:00 charge 2 1200 USD SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 1000 USD asked 2026-06-01T12:00:00 paid 2026-06-01T13:00:00 of \
        2026-06-01T12:00:00/2026-07-01T12:00:00
        UPDATE ACTIVE active, 1 MONTH
        UPDATE ACTIVE active, 1 MONTH, tokenId ok
        payment 2 S 1200 USD at 2026-06-30T12:05:00 of 2026-07-01T12:00:00/2026-08-01T12:00:00
        """);
    life.is("ACTIVE active");
  }

  private static Map<String, Object> pays(Map<String, String> amount) {
    return Map.of("prorationMode", "IMMEDIATE_PAY_CUSTOM_AMOUNT", "customAmount", amount);
  }

  private static Map<String, Object> refunds(Map<String, String> amount) {
    return Map.of("prorationMode", "IMMEDIATE_REFUND_CUSTOM_AMOUNT", "customAmount", amount);
  }

  private static Map<String, String> next(String date) {
    return Map.of("nextSubscriptionDate", date);
  }
}
