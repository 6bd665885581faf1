package dev.recur.service.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alipay.global.api.AlipayClient;
import com.alipay.global.api.DefaultAlipayClient;
import com.alipay.global.api.exception.AlipayApiException;
import com.alipay.global.api.model.ResultStatusType;
import com.alipay.global.api.model.ams.Amount;
import com.alipay.global.api.model.ams.PaymentMethod;
import com.alipay.global.api.model.ams.PeriodRule;
import com.alipay.global.api.model.ams.Trial;
import com.alipay.global.api.request.AlipayRequest;
import com.alipay.global.api.request.ams.subscription.AlipaySubscriptionCancelRequest;
import com.alipay.global.api.request.ams.subscription.AlipaySubscriptionCreateRequest;
import com.alipay.global.api.response.AlipayResponse;
import com.alipay.global.api.response.ams.subscription.AlipaySubscriptionCreateResponse;
import dev.recur.schemas.signature.Keys;
import dev.recur.service.command.Command;
import dev.recur.service.terms.PeriodUnit;
import dev.recur.service.testing.RunningService;
import dev.recur.service.testing.ScriptedCommands;
import dev.recur.service.testing.TestMerchant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Antom's own SDK as the client. It skips the verification of an answer that has no signature of
 * three parts, so that its silence alone shows nothing: {@link GatewayHttpTest} looks at the header
 * of every answer, and the wrong key here must be noticed.
 */
class OfficialSdkTest {

  private static final RunningService SERVICE = RunningService.get();

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
  void sdk_shouldVerifyFailuresToo() throws AlipayApiException {
    AlipayResponse response = client(SERVICE.live()).execute(new UnknownCall());
    assertThat(response.getResult().getResultCode()).isEqualTo("NO_INTERFACE_DEF");
    assertThat(response.getResult().getResultStatus()).isEqualTo(ResultStatusType.F);
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
