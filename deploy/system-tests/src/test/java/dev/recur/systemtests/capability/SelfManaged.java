package dev.recur.systemtests.capability;

import static dev.recur.systemtests.capability.Market.money;
import static dev.recur.systemtests.capability.Market.usd;
import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.global.api.model.ams.TransactionStatusType;
import com.alipay.global.api.request.ams.pay.AlipayPayQueryRequest;
import com.alipay.global.api.response.ams.pay.AlipayPayQueryResponse;
import dev.recur.systemtests.expect.PublishedIds;
import dev.recur.systemtests.merchant.Call;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** The merchant triggers each charge (seed 002: self-managed). */
interface SelfManaged extends Market {

  private static Plan selfManaged(String requestId, String start) {
    return Plan.monthly(requestId, start, 500, "USD")
        .every(30, ChronoUnit.DAYS)
        .asking(request -> request.setCollection("SELF_MANAGED"));
  }

  @Scenario
  default void charge_shouldBeMadeOncePerRequestId_withItsOwnAmount_andNothingByItself()
      throws Exception {
    Life life = begin(selfManaged("by-hand", "2026-07-01T08:00:00+08:00"));
    life.until("2026-07-02T09:00:00+08:00");
    life.is("ACTIVE trialing");
    life.bank("");

    Call charge = life.charge("by-hand-1", Map.of());
    String paymentId = PublishedIds.payment(life.id(), "MANUAL", "by-hand-1");
    assertThat(life.accepted(charge).getPaymentId()).isEqualTo(paymentId);
    assertThat(life.accepted(charge).getPaymentId()).isEqualTo(paymentId);
    life.refused(
        "REPEAT_REQ_INCONSISTENT", life.charge("by-hand-1", Map.of("paymentAmount", usd(501))));
    life.refused("PARAM_ILLEGAL", life.charge("euros", Map.of("paymentAmount", money(500, "EUR"))));
    life.until("2026-07-20T09:00:00+08:00");
    life.is("ACTIVE active");
    life.accepted(life.charge("by-hand-2", Map.of("paymentAmount", usd(777))));
    life.until("2026-08-15T09:00:00+08:00");
    life.bank(
        """
        2026-07-02T09:00:00 charge manual:by-hand-1 500 USD SUCCEEDED
        2026-07-20T09:00:00 charge manual:by-hand-2 777 USD SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE trialing, 30 DAY
        payment manual:by-hand-1 S 500 USD at 2026-07-02T09:00:00 of \
        1 2026-07-01T08:00:00/2026-07-31T08:00:00
        payment manual:by-hand-2 S 777 USD at 2026-07-20T09:00:00 of \
        1 2026-07-01T08:00:00/2026-07-31T08:00:00
        """);
    AlipayPayQueryRequest inquiry = new AlipayPayQueryRequest();
    inquiry.setPaymentRequestId("by-hand-2");
    AlipayPayQueryResponse payment = shop().executeUntilFinal(inquiry);
    assertThat(payment.getPaymentStatus()).isEqualTo(TransactionStatusType.SUCCESS);
    assertThat(payment.getPaymentAmount().getValue()).isEqualTo("777");
    assertThat(payment.getPaymentTime()).isEqualTo("2026-07-20T09:00:00+08:00");
  }

  @Scenario
  default void chargeDuringACharge_shouldWait_andADeclineShouldBeFinal() throws Exception {
    Life life =
        begin(selfManaged("one-by-one", "2026-07-01T08:00:00+08:00").paidWith("pending:30"));
    life.until("2026-07-02T09:00:00+08:00");

    life.accepted(life.charge("slow-1", Map.of()));
    life.until("2026-07-02T09:10:00+08:00");
    Call second = life.charge("slow-2", Map.of("paymentAmount", usd(700)));
    life.undecided("PAYMENT_IN_PROCESS", second);
    life.until("2026-07-02T09:30:00+08:00");
    life.accepted(life.replaceMethod("poor", "decline_insufficient_funds"));
    life.accepted(second);
    life.until("2026-08-02T09:30:00+08:00");
    life.bank(
        """
        2026-07-02T09:00:00 charge manual:slow-1 500 USD SUCCEEDED
        2026-07-02T09:30:00 charge manual:slow-2 700 USD DECLINED_SOFT
        """);
    life.tells(
        """
        CREATE ACTIVE trialing, 30 DAY
        payment manual:slow-1 S 500 USD asked 2026-07-02T09:00:00 paid 2026-07-02T09:30:00 of \
        1 2026-07-01T08:00:00/2026-07-31T08:00:00
        UPDATE ACTIVE active, 30 DAY, tokenId decline_insufficient_funds
        payment manual:slow-2 F USER_BALANCE_NOT_ENOUGH 700 USD asked 2026-07-02T09:30:00 of \
        1 2026-07-01T08:00:00/2026-07-31T08:00:00
        """);
    life.is("ACTIVE pastdue");
  }

  /** Seed 002, mode 2: signing charges the first period, once. */
  @Scenario
  default void signAndBill_shouldChargeTheFirstPeriodOnly() throws IOException {
    Life life =
        begin(
            selfManaged("sign-and-bill", "2026-07-01T08:00:00+08:00")
                .asking(request -> request.setFirstBilling("SIGN_AND_BILL")));
    life.until("2026-09-10T08:00:00+08:00");
    life.bank("2026-07-01T08:00:00 charge 1 500 USD SUCCEEDED\n");
    life.tells(
        """
        CREATE ACTIVE active, 30 DAY
        payment 1 S 500 USD at 2026-07-01T08:00:00 of 2026-07-01T08:00:00/2026-07-31T08:00:00
        """);
    life.is("ACTIVE active");
  }

  @Scenario
  default void whatIsNotForTheKind_shouldBeRefused() throws IOException {
    Life managed = begin(Plan.monthly("managed", "2026-07-01T08:00:00+08:00", 500, "USD"));
    Life byHand = begin(selfManaged("no-difference", "2026-07-01T08:00:00+08:00"));
    managed.until("2026-07-02T08:00:00+08:00");
    byHand.until("2026-07-02T08:00:00+08:00");

    managed.refused("PROCESS_FAIL", managed.charge("not-yours", Map.of()));
    byHand.refused(
        "PROCESS_FAIL",
        byHand.update(
            "difference",
            Map.of(
                "prorationSettings",
                Map.of("prorationMode", "IMMEDIATE_PAY_CUSTOM_AMOUNT", "customAmount", usd(10)))));
    byHand.refused(
        "PARAM_ILLEGAL", byHand.update("months", Map.of("periodRule", Market.every(1, "MONTH"))));
    byHand.refused(
        "PARAM_ILLEGAL",
        Life.request(
            shop(),
            selfManaged("by-the-month", "2026-07-01T08:00:00+08:00").every(1, ChronoUnit.MONTHS),
            stack().admin().createClock(selfManaged("", "2026-07-01T08:00:00+08:00").agreedAt())));
    managed.bank("2026-07-01T08:00:00 charge 1 500 USD SUCCEEDED\n");
    byHand.bank("");
    managed.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 500 USD at 2026-07-01T08:00:00 of 2026-07-01T08:00:00/2026-08-01T08:00:00
        """);
    byHand.tells("CREATE ACTIVE trialing, 30 DAY\n");
  }
}
