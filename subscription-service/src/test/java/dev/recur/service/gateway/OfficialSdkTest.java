package dev.recur.service.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import com.alipay.global.api.AlipayClient;
import com.alipay.global.api.DefaultAlipayClient;
import com.alipay.global.api.exception.AlipayApiException;
import com.alipay.global.api.model.ResultStatusType;
import com.alipay.global.api.model.ams.Amount;
import com.alipay.global.api.model.ams.PaymentMethod;
import com.alipay.global.api.model.ams.PeriodRule;
import com.alipay.global.api.model.ams.Transaction;
import com.alipay.global.api.model.ams.TransactionStatusType;
import com.alipay.global.api.model.ams.TransactionType;
import com.alipay.global.api.model.ams.Trial;
import com.alipay.global.api.request.AlipayRequest;
import com.alipay.global.api.request.ams.pay.AlipayInquiryRefundRequest;
import com.alipay.global.api.request.ams.pay.AlipayPayQueryRequest;
import com.alipay.global.api.request.ams.pay.AlipayPayRequest;
import com.alipay.global.api.request.ams.pay.AlipayPaymentSessionRequest;
import com.alipay.global.api.request.ams.pay.AlipayRefundRequest;
import com.alipay.global.api.request.ams.subscription.AlipaySubscriptionCancelRequest;
import com.alipay.global.api.request.ams.subscription.AlipaySubscriptionChangeRequest;
import com.alipay.global.api.request.ams.subscription.AlipaySubscriptionCreateRequest;
import com.alipay.global.api.response.AlipayResponse;
import com.alipay.global.api.response.ams.pay.AlipayPayQueryResponse;
import com.alipay.global.api.response.ams.pay.AlipayPayResponse;
import com.alipay.global.api.response.ams.pay.AlipayPaymentSessionResponse;
import com.alipay.global.api.response.ams.pay.AlipayRefundResponse;
import com.alipay.global.api.response.ams.subscription.AlipaySubscriptionCreateResponse;
import dev.recur.schemas.id.Identity;
import dev.recur.schemas.id.Origin;
import dev.recur.schemas.signature.Keys;
import dev.recur.service.command.Command;
import dev.recur.service.read.Authorisation.Decision;
import dev.recur.service.read.PaymentView;
import dev.recur.service.read.RefundView;
import dev.recur.service.terms.PeriodUnit;
import dev.recur.service.testing.MemorySubscriptions;
import dev.recur.service.testing.RunningService;
import dev.recur.service.testing.ScriptedCommands;
import dev.recur.service.testing.TestMerchant;
import dev.recur.service.testing.Views;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Antom's own SDK as the client. It skips the verification of an answer that has no signature of
 * three parts, so that its silence alone shows nothing: {@link GatewayHttpTest} looks at the header
 * of every answer, and the wrong key here must be noticed.
 */
class OfficialSdkTest {

  private static final RunningService SERVICE = RunningService.get();
  private static final String SUBSCRIPTION =
      Identity.subscriptionId(Origin.CREATE, SERVICE.live().clientId(), "order-sdk");

  private final ScriptedCommands commands = SERVICE.bean(ScriptedCommands.class);

  @BeforeEach
  void acceptEverything() {
    commands.accepting();
  }

  @Test
  void sdk_shouldCreateAndVerify() throws AlipayApiException {
    AlipaySubscriptionCreateResponse response = client(SERVICE.live()).execute(create());
    assertThat(response.getResult().getResultStatus()).isEqualTo(ResultStatusType.S);
    assertThat(response.getNormalUrl()).startsWith(SERVICE.gatewayUrl() + "/authorise/S");
    Command.Create create = (Command.Create) commands.given().getFirst();
    assertThat(create.terms().periodRule().unit()).isEqualTo(PeriodUnit.MONTH);
    assertThat(create.terms().trials()).hasSize(1);
    assertThat(create.terms().sandbox()).isFalse();
  }

  @Test
  void sdk_ofASandboxClient_shouldReachTheSandboxPath() throws AlipayApiException {
    AlipaySubscriptionCreateResponse response = client(SERVICE.sandbox()).execute(create());
    assertThat(response.getResult().getResultStatus()).isEqualTo(ResultStatusType.S);
    assertThat(((Command.Create) commands.given().getFirst()).terms().sandbox()).isTrue();
  }

  @Test
  void sdk_withAnotherPlatformKey_shouldNoticeIt() {
    AlipayClient client =
        new DefaultAlipayClient(
            SERVICE.gatewayUrl(),
            Keys.base64(SERVICE.live().keys().getPrivate()),
            Keys.base64(SERVICE.sandbox().platformKeys().getPublic()),
            SERVICE.live().clientId());
    assertThatThrownBy(() -> client.execute(create()))
        .isInstanceOf(AlipayApiException.class)
        .hasMessageContaining("verify fail");
  }

  @Test
  void sdk_withAnotherPrivateKey_shouldBeRefusedAndVerify() throws AlipayApiException {
    AlipayClient client =
        new DefaultAlipayClient(
            SERVICE.gatewayUrl(),
            Keys.base64(SERVICE.sandbox().keys().getPrivate()),
            Keys.base64(SERVICE.live().platformKeys().getPublic()),
            SERVICE.live().clientId());
    AlipaySubscriptionCreateResponse response = client.execute(create());
    assertThat(response.getResult().getResultCode()).isEqualTo("INVALID_SIGNATURE");
    assertThat(commands.given()).isEmpty();
  }

  @Test
  void sdk_shouldCancel() throws AlipayApiException {
    AlipaySubscriptionCancelRequest cancel = new AlipaySubscriptionCancelRequest();
    cancel.setSubscriptionRequestId("order-4711");
    cancel.setCancellationType("TERMINATE");
    assertThat(client(SERVICE.live()).execute(cancel).getResult().getResultStatus())
        .isEqualTo(ResultStatusType.S);
    assertThat(((Command.Cancel) commands.given().getFirst()).cancellation())
        .isEqualTo(Command.Cancellation.TERMINATE);
  }

  @Test
  void sdk_shouldChange() throws AlipayApiException {
    AlipaySubscriptionChangeRequest change = new AlipaySubscriptionChangeRequest();
    change.setSubscriptionChangeRequestId("change-4711");
    change.setSubscriptionId(SUBSCRIPTION);
    change.setPaymentAmount(Amount.builder().currency("USD").value("5000").build());
    change.setPaymentAmountDifference(Amount.builder().currency("USD").value("2000").build());
    assertThat(client(SERVICE.live()).execute(change).getResult().getResultStatus())
        .isEqualTo(ResultStatusType.S);
    Command.Change given = (Command.Change) commands.given().getFirst();
    assertThat(given.terms().requestId()).isEqualTo("change-4711");
    assertThat(given.terms().initialAmount())
        .isEqualTo(new dev.recur.service.terms.Amount(2000, "USD"));
  }

  @Test
  void sdk_shouldRefundAndReadWhatCameOfIt() throws AlipayApiException {
    String payment = Identity.paymentIdOfPeriod(SUBSCRIPTION, 1);
    String refund = Identity.paymentIdOfRefund(SUBSCRIPTION, "refund-4711");
    SERVICE
        .bean(MemorySubscriptions.class)
        .put(
            SERVICE.live(),
            new RefundView(
                refund,
                "refund-4711",
                payment,
                RefundView.Status.SUCCESS,
                new dev.recur.service.terms.Amount(400, "USD"),
                Views.OFFERED,
                null));
    SERVICE
        .bean(MemorySubscriptions.class)
        .put(
            Views.plain(SERVICE.live(), "order-sdk"),
            Views.authorisation(Decision.APPROVED),
            List.of(
                new PaymentView(
                    payment,
                    3,
                    PaymentView.Status.SUCCESS,
                    PaymentView.Purpose.PERIOD,
                    1,
                    null,
                    "GCASH",
                    new dev.recur.service.terms.Amount(999, "USD"),
                    Views.OFFERED,
                    Views.OFFERED,
                    null,
                    List.of(
                        new PaymentView.Attempt(
                            1, PaymentView.Status.SUCCESS, null, Views.OFFERED)))));

    AlipayRefundRequest request = new AlipayRefundRequest();
    request.setRefundRequestId("refund-4711");
    request.setPaymentId(payment);
    request.setRefundAmount(Amount.builder().currency("USD").value("400").build());
    AlipayRefundResponse refunded = client(SERVICE.live()).execute(request);
    assertThat(refunded.getRefundId()).isEqualTo(refund);
    assertThat(refunded.getRefundTime()).isEqualTo("2025-03-12T16:15:29+08:00");

    AlipayInquiryRefundRequest inquireRefund = new AlipayInquiryRefundRequest();
    inquireRefund.setRefundRequestId("refund-4711");
    assertThat(client(SERVICE.live()).execute(inquireRefund).getRefundStatus())
        .isEqualTo(TransactionStatusType.SUCCESS);

    AlipayPayQueryRequest inquirePayment = new AlipayPayQueryRequest();
    inquirePayment.setPaymentId(payment);
    AlipayPayQueryResponse paid = client(SERVICE.live()).execute(inquirePayment);
    assertThat(paid.getPaymentStatus()).isEqualTo(TransactionStatusType.SUCCESS);
    assertThat(paid.getTransactions())
        .extracting(Transaction::getTransactionType, Transaction::getTransactionStatus)
        .containsExactly(
            tuple(TransactionType.PAYMENT, TransactionStatusType.SUCCESS),
            tuple(TransactionType.REFUND, TransactionStatusType.SUCCESS));
  }

  @Test
  void sdk_shouldPayASubscription() throws AlipayApiException {
    PayWithSubscription request = new PayWithSubscription();
    request.setPaymentRequestId("pay-sdk");
    request.setPaymentAmount(Amount.builder().currency("USD").value("999").build());
    request.setPaymentMethod(PaymentMethod.builder().paymentMethodType("GCASH").build());
    request.setPaymentRedirectUrl("https://club.example/done");
    AlipayPayResponse response = client(SERVICE.live()).execute(request);
    assertThat(response.getResult().getResultStatus()).isEqualTo(ResultStatusType.S);
    assertThat(response.getPaymentRequestId()).isEqualTo("pay-sdk");
    assertThat(response.getPaymentId()).startsWith("S").contains("P");
    assertThat(response.getPaymentAmount().getValue()).isEqualTo("999");
    assertThat(response.getNormalUrl()).startsWith(SERVICE.gatewayUrl() + "/authorise/S");
  }

  @Test
  void sdk_shouldCreateASession() throws AlipayApiException {
    SessionWithSubscription request = new SessionWithSubscription();
    request.setPaymentRequestId("session-sdk");
    request.setPaymentAmount(Amount.builder().currency("USD").value("999").build());
    request.setPaymentRedirectUrl("https://club.example/done");
    AlipayPaymentSessionResponse response = client(SERVICE.live()).execute(request);
    assertThat(response.getResult().getResultStatus()).isEqualTo(ResultStatusType.S);
    assertThat(response.getPaymentSessionId()).isNotBlank();
    assertThat(response.getPaymentSessionData()).isNotBlank();
    assertThat(response.getPaymentSessionExpiryTime()).isNotBlank();
    assertThat(response.getNormalUrl()).startsWith(SERVICE.gatewayUrl() + "/authorise/S");
  }

  @Test
  void sdk_shouldVerifyFailuresToo() throws AlipayApiException {
    AlipayResponse response = client(SERVICE.live()).execute(new UnknownCall());
    assertThat(response.getResult().getResultCode()).isEqualTo("NO_INTERFACE_DEF");
    assertThat(response.getResult().getResultStatus()).isEqualTo(ResultStatusType.F);
  }

  private static final Map<String, Object> SUBSCRIPTION_INFO =
      Map.of(
          "subscriptionDescription", "Lesesaal, monatlich",
          "subscriptionStartTime", "2026-01-31T12:01:01+08:00",
          "subscriptionNotifyUrl", "https://club.example/hooks",
          "periodRule", PeriodRule.builder().periodType("MONTH").periodCount(1).build());

  /** The field that this SDK's version has not got yet. */
  public static final class PayWithSubscription extends AlipayPayRequest {
    public Map<String, Object> getSubscriptionInfo() {
      return SUBSCRIPTION_INFO;
    }
  }

  /** The field that this SDK's version has not got yet. */
  public static final class SessionWithSubscription extends AlipayPaymentSessionRequest {
    public Map<String, Object> getSubscriptionInfo() {
      return SUBSCRIPTION_INFO;
    }
  }

  /** A call that nobody offers. */
  static final class UnknownCall extends AlipayRequest<AlipayResponse> {
    UnknownCall() {
      setPath("/ams/api/v1/subscriptions/juggle");
    }

    @Override
    public Class<AlipayResponse> getResponseClass() {
      return AlipayResponse.class;
    }
  }

  private static AlipayClient client(TestMerchant merchant) {
    return new DefaultAlipayClient(
        SERVICE.gatewayUrl(),
        Keys.base64(merchant.keys().getPrivate()),
        Keys.base64(merchant.platformKeys().getPublic()),
        merchant.clientId());
  }

  private static AlipaySubscriptionCreateRequest create() {
    AlipaySubscriptionCreateRequest request = new AlipaySubscriptionCreateRequest();
    request.setSubscriptionRequestId("order-4711");
    request.setSubscriptionDescription("Lesesaal, monatlich – für zwei");
    request.setSubscriptionRedirectUrl("https://club.example/done");
    request.setSubscriptionStartTime("2025-02-19T16:15:29+08:00");
    request.setPeriodRule(PeriodRule.builder().periodType("MONTH").periodCount(1).build());
    request.setPaymentMethod(PaymentMethod.builder().paymentMethodType("GCASH").build());
    request.setSubscriptionNotificationUrl("https://club.example/hooks");
    request.setPaymentAmount(Amount.builder().currency("USD").value("999").build());
    request.setTrials(
        List.of(
            Trial.builder()
                .trialStartPeriod(1)
                .trialEndPeriod(1)
                .trialAmount(Amount.builder().currency("USD").value("0").build())
                .build()));
    return request;
  }
}
