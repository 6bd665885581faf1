package dev.recur.systemtests.capability;

import static dev.recur.systemtests.capability.Market.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.alipay.global.api.model.ams.Transaction;
import com.alipay.global.api.model.ams.TransactionStatusType;
import com.alipay.global.api.model.ams.TransactionType;
import com.alipay.global.api.request.ams.pay.AlipayInquiryRefundRequest;
import com.alipay.global.api.request.ams.pay.AlipayPayQueryRequest;
import com.alipay.global.api.request.ams.pay.AlipayRefundRequest;
import com.alipay.global.api.response.ams.pay.AlipayInquiryRefundResponse;
import com.alipay.global.api.response.ams.pay.AlipayPayQueryResponse;
import com.alipay.global.api.response.ams.pay.AlipayRefundResponse;
import dev.recur.systemtests.expect.PublishedIds;
import java.io.IOException;
import java.util.Map;

/** Money back (seed 000: terminate and refund; contract A11). */
interface Refunds extends Market {

  /** Seed 000: "immediately terminate the subscription service and make a refund to the buyer". */
  @Scenario
  default void terminateAndRefund_shouldPayBackInParts_andNeverMoreThanWasPaid()
      throws IOException {
    Life life = begin(Plan.monthly("complaint", "2026-04-01T10:00:00+08:00", 5000, "USD"));
    life.until("2026-04-11T10:00:00+08:00");
    life.accepted(life.cancel("TERMINATE"));
    life.is("TERMINATED canceled");

    AlipayRefundRequest first = life.refund("back-1", life.payment(1), 2000, "USD");
    AlipayRefundResponse answer = life.accepted(first);
    assertThat(answer.getRefundId()).isEqualTo(PublishedIds.payment(life.id(), "REFUND", "back-1"));
    assertThat(answer.getRefundTime()).isEqualTo("2026-04-11T10:00:00+08:00");
    assertThat(life.accepted(first).getRefundId()).isEqualTo(answer.getRefundId());
    life.refused("REFUND_AMOUNT_EXCEED", life.refund("too-much", life.payment(1), 3001, "USD"));
    life.refused("REPEAT_REQ_INCONSISTENT", life.refund("back-1", life.payment(1), 1999, "USD"));
    life.refused("ORDER_NOT_EXIST", life.refund("no-payment", life.payment(2), 1, "USD"));
    life.until("2026-04-12T10:00:00+08:00");
    life.accepted(life.refund("back-2", life.payment(1), 3000, "USD"));
    life.refused("REFUND_AMOUNT_EXCEED", life.refund("nothing-left", life.payment(1), 1, "USD"));
    life.bank(
        """
        2026-04-01T10:00:00 charge 1 5000 USD SUCCEEDED
        2026-04-11T10:00:00 refund:back-1 2000 USD SUCCEEDED
        2026-04-12T10:00:00 refund:back-2 3000 USD SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 5000 USD at 2026-04-01T10:00:00 of 2026-04-01T10:00:00/2026-05-01T10:00:00
        TERMINATE TERMINATED canceled, 1 MONTH, subscriptionEndTime 2026-04-11T10:00:00+08:00
        refund back-1 SUCCESS 2000 USD at 2026-04-11T10:00:00
        refund back-2 SUCCESS 3000 USD at 2026-04-12T10:00:00
        """);

    AlipayPayQueryRequest inquiry = new AlipayPayQueryRequest();
    inquiry.setPaymentId(life.payment(1));
    AlipayPayQueryResponse payment = shop().executeUntilFinal(inquiry);
    assertThat(payment.getPaymentStatus()).isEqualTo(TransactionStatusType.SUCCESS);
    assertThat(payment.getTransactions())
        .extracting(
            Transaction::getTransactionType,
            Transaction::getTransactionStatus,
            moved -> moved.getTransactionAmount().getValue(),
            Transaction::getTransactionRequestId)
        .containsExactly(
            tuple(TransactionType.PAYMENT, TransactionStatusType.SUCCESS, "5000", null),
            tuple(TransactionType.REFUND, TransactionStatusType.SUCCESS, "2000", "back-1"),
            tuple(TransactionType.REFUND, TransactionStatusType.SUCCESS, "3000", "back-2"));
    assertThat(refund("back-2").getRefundStatus()).isEqualTo(TransactionStatusType.SUCCESS);
  }

  @Scenario
  default void declinedRefund_shouldFail_andLeaveAllToPayBack() throws IOException {
    Life life =
        begin(
            Plan.monthly("no-refund", "2026-04-01T10:00:00+08:00", 5000, "USD")
                .paidWith("refund_declined"));
    life.until("2026-04-11T10:00:00+08:00");

    life.refused("PROCESS_FAIL", life.refund("declined-1", life.payment(1), 5000, "USD"));
    life.refused("PROCESS_FAIL", life.refund("declined-2", life.payment(1), 5000, "USD"));
    life.accepted(
        life.update(
            "declined-3",
            Map.of(
                "prorationSettings",
                Map.of(
                    "prorationMode", "IMMEDIATE_REFUND_CUSTOM_AMOUNT", "customAmount", usd(1)))));
    life.until("2026-04-12T10:00:00+08:00");
    life.bank(
        """
        2026-04-01T10:00:00 charge 1 5000 USD SUCCEEDED
        2026-04-11T10:00:00 refund:declined-1 5000 USD DECLINED_HARD
        2026-04-11T10:00:00 refund:declined-2 5000 USD DECLINED_HARD
        2026-04-11T10:00:00 refund:declined-3 1 USD DECLINED_HARD
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 5000 USD at 2026-04-01T10:00:00 of 2026-04-01T10:00:00/2026-05-01T10:00:00
        refund declined-1 FAIL 5000 USD
        refund declined-2 FAIL 5000 USD
        UPDATE ACTIVE active, 1 MONTH
        refund declined-3 FAIL 1 USD to payment
        """);
    assertThat(refund("declined-1").getRefundStatus()).isEqualTo(TransactionStatusType.FAIL);
    life.is("ACTIVE active");
  }

  @Scenario
  default void refundOfWhatIsNotPaid_shouldWaitOrBeRefused() throws Exception {
    Life slow =
        begin(
            Plan.monthly("not-yet", "2026-04-01T10:00:00+08:00", 5000, "USD")
                .paidWith("pending:60"));
    Life poor =
        begin(
            Plan.monthly("never", "2026-04-01T10:00:00+08:00", 5000, "USD")
                .paidWith("decline_stolen"));
    slow.until("2026-04-01T10:30:00+08:00");
    poor.until("2026-04-01T10:30:00+08:00");

    AlipayRefundRequest early = slow.refund("early", slow.payment(1), 1000, "USD");
    slow.undecided("PAYMENT_IN_PROCESS", early);
    poor.refused("ORDER_STATUS_INVALID", poor.refund("unpaid", poor.payment(1), 1000, "USD"));
    slow.until("2026-04-01T11:00:00+08:00");
    slow.accepted(early);
    slow.bank(
        """
        2026-04-01T10:00:00 charge 1 5000 USD SUCCEEDED
        2026-04-01T11:00:00 refund:early 1000 USD SUCCEEDED
        """);
    poor.bank("2026-04-01T10:00:00 charge 1 5000 USD DECLINED_HARD\n");
    slow.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 5000 USD asked 2026-04-01T10:00:00 paid 2026-04-01T11:00:00 of \
        2026-04-01T10:00:00/2026-05-01T10:00:00
        refund early SUCCESS 1000 USD at 2026-04-01T11:00:00
        """);
    poor.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 F RISK_REJECT 5000 USD asked 2026-04-01T10:00:00 of \
        2026-04-01T10:00:00/2026-05-01T10:00:00
        """);
    assertThat(refund("early").getRefundAmount().getValue()).isEqualTo("1000");
  }

  private AlipayInquiryRefundResponse refund(String requestId) {
    AlipayInquiryRefundRequest inquiry = new AlipayInquiryRefundRequest();
    inquiry.setRefundRequestId(requestId);
    return shop().executeUntilFinal(inquiry);
  }
}
