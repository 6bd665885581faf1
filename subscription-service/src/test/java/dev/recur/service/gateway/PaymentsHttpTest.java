package dev.recur.service.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.id.Identity;
import dev.recur.schemas.id.Origin;
import dev.recur.service.command.Command;
import dev.recur.service.command.Reply;
import dev.recur.service.read.Authorisation.Decision;
import dev.recur.service.read.Lifecycle;
import dev.recur.service.read.PaymentView;
import dev.recur.service.read.PaymentView.Attempt;
import dev.recur.service.read.PaymentView.Purpose;
import dev.recur.service.read.PaymentView.Status;
import dev.recur.service.read.RefundView;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.terms.Amount;
import dev.recur.service.terms.Billing;
import dev.recur.service.terms.RefundTerms;
import dev.recur.service.testing.GatewayCaller;
import dev.recur.service.testing.MemorySubscriptions;
import dev.recur.service.testing.RunningService;
import dev.recur.service.testing.ScriptedCommands;
import dev.recur.service.testing.TestMerchant;
import dev.recur.service.testing.Views;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Refunds, and what is told of payments. */
class PaymentsHttpTest {

  private static final RunningService SERVICE = RunningService.get();
  private static final GatewayCaller GATEWAY = new GatewayCaller(SERVICE);
  private static final Instant PAID = Instant.parse("2026-03-13T10:15:29Z");

  private final TestMerchant merchant = SERVICE.live();
  private final ScriptedCommands commands = SERVICE.bean(ScriptedCommands.class);
  private final MemorySubscriptions subscriptions = SERVICE.bean(MemorySubscriptions.class);
  private final SubscriptionView view =
      Views.in(Views.plain(merchant, UUID.randomUUID().toString()), Lifecycle.ACTIVE);
  private final String paymentId = Identity.paymentIdOfPeriod(view.subscriptionId(), 1);
  private final String refundRequestId = "refund-" + UUID.randomUUID();
  private final String refundId =
      Identity.paymentIdOfRefund(view.subscriptionId(), refundRequestId);

  @BeforeEach
  void acceptEverything() {
    commands.accepting();
    know(List.of(payment(Purpose.PERIOD, Status.SUCCESS, null, null)));
  }

  @AfterEach
  void knowEverything() {
    subscriptions.setCaughtUp(true);
  }

  @Test
  void refund_shouldTellWhenTheMoneyWentBack() {
    subscriptions.put(merchant, refundView(RefundView.Status.SUCCESS, null));
    String answer =
        post(
            "refund",
            """
            {"refundRequestId": "%s", "paymentId": "%s",
             "refundAmount": {"currency": "USD", "value": "400"}, "refundReason": "broken",
             "refundNotifyUrl": "https://club.example/refunds"}
            """
                .formatted(refundRequestId, paymentId));
    assertThat(answer)
        .isEqualTo(
            """
            {"result":{"resultCode":"SUCCESS","resultStatus":"S","resultMessage":"success."},\
            "refundRequestId":"%s","refundId":"%s","paymentId":"%s",\
            "refundAmount":{"currency":"USD","value":"400"},\
            "refundTime":"2026-03-13T18:15:29+08:00"}"""
                .formatted(refundRequestId, refundId, paymentId));
    assertThat(commands.given())
        .containsExactly(
            new Command.Refund(
                merchant.clientId(),
                view.subscriptionId(),
                new RefundTerms(
                    refundRequestId,
                    paymentId,
                    new Amount(400, "USD"),
                    "https://club.example/refunds",
                    "broken")));
  }

  @Test
  void refund_notKnownYet_shouldTellItsIdWithU() {
    commands.answering(command -> new Reply.Underway("REFUND_IN_PROCESS", "Inquire.", 9));
    assertThat(refund(paymentId))
        .contains("REFUND_IN_PROCESS", "\"resultStatus\":\"U\"", "Inquire.", refundId)
        .doesNotContain("refundTime");
  }

  @Test
  void refund_notAnswered_shouldSayWhetherItIsKnown() {
    commands.answering(command -> new Reply.Undecided(Reply.Why.NO_ANSWER));
    assertThat(refund(paymentId)).contains("UNKNOWN_EXCEPTION", "\"resultStatus\":\"U\"", refundId);
    subscriptions.put(merchant, refundView(RefundView.Status.PROCESSING, null));
    assertThat(refund(paymentId)).contains("REFUND_IN_PROCESS", "\"resultStatus\":\"U\"", refundId);
  }

  @Test
  void refund_refused_shouldBeAResultAlone() {
    commands.answering(
        command -> new Reply.Decided(false, "REFUND_AMOUNT_EXCEED", "Send less.", 9));
    assertThat(refund(paymentId))
        .isEqualTo(
            "{\"result\":{\"resultCode\":\"REFUND_AMOUNT_EXCEED\",\"resultStatus\":\"F\","
                + "\"resultMessage\":\"Send less.\"}}");
  }

  @Test
  void refund_ofNoPayment_shouldNotExist() {
    assertThat(refund("2026")).contains("ORDER_NOT_EXIST", "\"resultStatus\":\"F\"");
    assertThat(commands.given()).isEmpty();
    commands.answering(
        command -> new Reply.Decided(false, "SUBSCRIPTION_NOT_EXIST", "There is none.", 0));
    assertThat(refund(paymentId))
        .contains("ORDER_NOT_EXIST", "There is no payment of this id")
        .doesNotContain("SUBSCRIPTION");
  }

  @Test
  void requestIds_ofAnotherSubscription_shouldBeInconsistent() {
    subscriptions.put(merchant, refundView(RefundView.Status.SUCCESS, null));
    SubscriptionView other = Views.plain(merchant, UUID.randomUUID().toString());
    assertThat(refund(Identity.paymentIdOfPeriod(other.subscriptionId(), 1)))
        .contains("REPEAT_REQ_INCONSISTENT", "refundRequestId was sent before");
    String requestId = "pay-" + UUID.randomUUID();
    subscriptions.putRequest(
        merchant, requestId, Identity.paymentIdOfManual(view.subscriptionId(), requestId));
    String charge = "{\"subscriptionId\": \"%s\", \"paymentRequestId\": \"" + requestId + "\"}";
    assertThat(
            GATEWAY.post(
                merchant, "subscriptions/charge", charge.formatted(other.subscriptionId())))
        .contains("REPEAT_REQ_INCONSISTENT", "paymentRequestId was sent before");
    assertThat(commands.given()).isEmpty();
    assertThat(
            GATEWAY.post(merchant, "subscriptions/charge", charge.formatted(view.subscriptionId())))
        .contains("\"resultStatus\":\"S\"");
  }

  /** Another subscription's request may be known in a moment: money would move a second time. */
  @Test
  void requestIds_whileCatchingUp_shouldBeAskedForAgainAndNothingDone() {
    subscriptions.setCaughtUp(false);
    String charge = "{\"subscriptionId\": \"" + view.subscriptionId() + "\", %s}";
    assertThat(refund(paymentId)).contains("\"resultStatus\":\"U\"", "still reading");
    assertThat(
            GATEWAY.post(
                merchant,
                "subscriptions/charge",
                charge.formatted("\"paymentRequestId\": \"pay-" + UUID.randomUUID() + "\"")))
        .contains("\"resultStatus\":\"U\"", "still reading");
    for (String call : List.of("pay", "createPaymentSession")) {
      assertThat(post(call, PaymentBodies.MONTHLY))
          .contains("\"resultStatus\":\"U\"", "still reading");
    }
    assertThat(commands.given()).isEmpty();
  }

  @Test
  void inquiryPayment_shouldShowAttemptsAndRefunds() {
    know(
        List.of(
            payment(
                Purpose.PERIOD,
                Status.SUCCESS,
                null,
                null,
                new Attempt(1, Status.FAIL, "insufficient_funds", PAID.minusSeconds(60)),
                new Attempt(2, Status.SUCCESS, null, PAID))));
    subscriptions.put(merchant, refundView(RefundView.Status.FAIL, "closed"));
    assertThat(inquire("\"paymentId\": \"" + paymentId + "\""))
        .isEqualTo(
            """
            {"result":{"resultCode":"SUCCESS","resultStatus":"S","resultMessage":"success."},\
            "paymentStatus":"SUCCESS","paymentResultCode":"SUCCESS",\
            "paymentResultMessage":"success.","paymentId":"%1$s",\
            "paymentAmount":{"currency":"USD","value":"999"},\
            "paymentCreateTime":"2025-03-12T16:15:29+08:00",\
            "paymentTime":"2026-03-13T18:15:29+08:00","transactions":[\
            {"transactionResult":{"resultCode":"USER_BALANCE_NOT_ENOUGH","resultStatus":"F",\
            "resultMessage":"The channel declined: insufficient_funds."},\
            "transactionId":"%1$s/1","transactionType":"PAYMENT","transactionStatus":"FAIL",\
            "transactionAmount":{"currency":"USD","value":"999"},\
            "transactionTime":"2026-03-13T18:14:29+08:00"},\
            {"transactionResult":{"resultCode":"SUCCESS","resultStatus":"S",\
            "resultMessage":"success."},\
            "transactionId":"%1$s/2","transactionType":"PAYMENT","transactionStatus":"SUCCESS",\
            "transactionAmount":{"currency":"USD","value":"999"},\
            "transactionTime":"2026-03-13T18:15:29+08:00"},\
            {"transactionResult":{"resultCode":"PROCESS_FAIL","resultStatus":"F",\
            "resultMessage":"The channel will not pay back: closed."},\
            "transactionId":"%2$s","transactionType":"REFUND","transactionStatus":"FAIL",\
            "transactionAmount":{"currency":"USD","value":"400"},\
            "transactionRequestId":"%3$s","transactionTime":"2026-03-13T18:15:29+08:00"}]}"""
                .formatted(paymentId, refundId, refundRequestId));
  }

  @ParameterizedTest
  @CsvSource({
    "SUCCESS, , SUCCESS",
    "FAIL, insufficient_funds, USER_BALANCE_NOT_ENOUGH",
    "FAIL, STOLEN_CARD, RISK_REJECT",
    "FAIL, anything, PROCESS_FAIL",
    "PROCESSING, insufficient_funds, PAYMENT_IN_PROCESS",
    "PROCESSING, , PAYMENT_IN_PROCESS",
    "PENDING, , PAYMENT_IN_PROCESS"
  })
  void inquiryPayment_shouldShowTheStatus(Status status, @Nullable String code, String result) {
    know(List.of(payment(Purpose.PERIOD, status, code, null)));
    String answer = inquire("\"paymentId\": \"" + paymentId + "\"");
    assertThat(answer)
        .contains("\"paymentStatus\":\"" + status + "\"", "\"paymentResultCode\":\"" + result)
        .contains("\"resultStatus\":\"S\"", "\"transactions\":[]");
    assertThat(answer.contains("paymentTime")).isEqualTo(status == Status.SUCCESS);
    if (code != null) {
      assertThat(answer).contains(code);
    }
  }

  @Test
  void inquiryPayment_shouldFindAManualOneByTheMerchantsId() {
    String manual = Identity.paymentIdOfManual(view.subscriptionId(), "m1");
    String requestId = "pay-" + UUID.randomUUID();
    know(List.of(payment(manual, Purpose.MANUAL, Status.SUCCESS, null, requestId)));
    subscriptions.putRequest(merchant, requestId, manual);
    assertThat(inquire("\"paymentRequestId\": \"" + requestId + "\""))
        .contains("\"paymentRequestId\":\"" + requestId + "\",\"paymentId\":\"" + manual + "\"");
    // Where both are sent, paymentId counts.
    assertThat(
            inquire(
                "\"paymentRequestId\": \""
                    + requestId
                    + "\", \"paymentId\": \""
                    + paymentId
                    + "\""))
        .contains("ORDER_NOT_EXIST");
  }

  @ParameterizedTest
  @CsvSource({
    "INCOMPLETE, PENDING, The buyer has not agreed yet",
    "ACTIVE, PROCESSING, It is not due yet",
    "CANCELED, CANCELLED, It ended before anything was paid"
  })
  void inquiryPayment_ofAPayThatIsNotPaidYet_shouldSayWhy(
      Lifecycle lifecycle, String status, String words) {
    SubscriptionView pay =
        Views.full(view, Billing.PLAIN, new SubscriptionView.Lineage(Origin.PAY, null, null));
    subscriptions.put(Views.in(pay, lifecycle), Views.authorisation(Decision.OPEN), List.of());
    String requestId = "pay-" + UUID.randomUUID();
    subscriptions.putRequest(merchant, requestId, paymentId);
    assertThat(inquire("\"paymentRequestId\": \"" + requestId + "\""))
        .contains("\"paymentStatus\":\"" + status + "\"", words)
        .contains(
            "\"paymentRequestId\":\"" + view.subscriptionRequestId() + "\"",
            "\"paymentAmount\":{\"currency\":\"USD\",\"value\":\"999\"}")
        .doesNotContain("paymentCreateTime", "paymentTime");
  }

  @Test
  void inquiryPayment_unknownOrAnothers_shouldNotExist() {
    for (String ids :
        List.of(
            "\"paymentId\": \"2026\"",
            "\"paymentId\": \"" + Identity.paymentIdOfPeriod(view.subscriptionId(), 2) + "\"",
            "\"paymentRequestId\": \"nobody's\"")) {
      assertThat(inquire(ids)).contains("ORDER_NOT_EXIST", "\"resultStatus\":\"F\"");
    }
    String known = "{\"paymentId\": \"" + paymentId + "\"}";
    assertThat(GATEWAY.post(SERVICE.sandbox(), "payments/inquiryPayment", known))
        .contains("ORDER_NOT_EXIST");
    assertThat(inquire("\"a\": 1")).contains("PARAM_ILLEGAL", "paymentId is missing");
  }

  @ParameterizedTest
  @CsvSource({"SUCCESS, true", "PROCESSING, false", "FAIL, false"})
  void inquiryRefund_shouldShowTheStatusByEitherId(RefundView.Status status, boolean hasTime) {
    subscriptions.put(merchant, refundView(status, null));
    for (String id :
        List.of(
            "\"refundId\": \"" + refundId + "\", \"refundRequestId\": \"other\"",
            "\"refundRequestId\": \"" + refundRequestId + "\"")) {
      String answer = post("inquiryRefund", "{" + id + "}");
      assertThat(answer)
          .contains("\"resultCode\":\"SUCCESS\"", "\"refundStatus\":\"" + status + "\"")
          .contains("\"refundRequestId\":\"" + refundRequestId + "\"", refundId)
          .contains("\"refundAmount\":{\"currency\":\"USD\",\"value\":\"400\"}");
      assertThat(answer.contains("\"refundTime\":\"2026-03-13T18:15:29+08:00\""))
          .isEqualTo(hasTime);
    }
  }

  @Test
  void inquiryRefund_unknownOrAnothers_shouldNotExist() {
    subscriptions.put(merchant, refundView(RefundView.Status.SUCCESS, null));
    for (String id :
        List.of(
            "\"refundId\": \"2026\"",
            "\"refundId\": \"" + paymentId + "\"",
            "\"refundRequestId\": \"nobody's\"")) {
      assertThat(post("inquiryRefund", "{" + id + "}")).contains("ORDER_NOT_EXIST");
    }
    String known = "{\"refundId\": \"" + refundId + "\"}";
    assertThat(GATEWAY.post(SERVICE.sandbox(), "payments/inquiryRefund", known))
        .contains("ORDER_NOT_EXIST");
    assertThat(post("inquiryRefund", "{}")).contains("PARAM_ILLEGAL", "refundId is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"inquiryPayment", "inquiryRefund"})
  void inquiries_whileCatchingUp_shouldAnswerU(String call) {
    subscriptions.setCaughtUp(false);
    assertThat(post(call, "{\"paymentId\": \"P\", \"refundId\": \"P\"}"))
        .contains("UNKNOWN_EXCEPTION", "\"resultStatus\":\"U\"");
  }

  private void know(List<PaymentView> payments) {
    subscriptions.put(view, Views.authorisation(Decision.APPROVED), payments);
  }

  private PaymentView payment(
      Purpose purpose,
      Status status,
      @Nullable String code,
      @Nullable String requestId,
      Attempt... attempts) {
    return payment(paymentId, purpose, status, code, requestId, attempts);
  }

  private static PaymentView payment(
      String id,
      Purpose purpose,
      Status status,
      @Nullable String code,
      @Nullable String requestId,
      Attempt... attempts) {
    return new PaymentView(
        id,
        3,
        status,
        purpose,
        1,
        requestId,
        "GCASH",
        new Amount(999, "USD"),
        Views.OFFERED,
        PAID,
        code,
        List.of(attempts));
  }

  private RefundView refundView(RefundView.Status status, @Nullable String code) {
    return new RefundView(
        refundId, refundRequestId, paymentId, status, new Amount(400, "USD"), PAID, code);
  }

  private String refund(String ofPayment) {
    return post(
        "refund",
        """
        {"refundRequestId": "%s", "paymentId": "%s",
         "refundAmount": {"currency": "USD", "value": 400}}
        """
            .formatted(refundRequestId, ofPayment));
  }

  private String inquire(String ids) {
    return post("inquiryPayment", "{" + ids + "}");
  }

  private String post(String call, String body) {
    return GATEWAY.post(merchant, "payments/" + call, body);
  }
}
