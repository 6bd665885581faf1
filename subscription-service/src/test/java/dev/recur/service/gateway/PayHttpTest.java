package dev.recur.service.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.id.Identity;
import dev.recur.schemas.id.Origin;
import dev.recur.service.command.Command;
import dev.recur.service.command.Reply;
import dev.recur.service.terms.CreateTerms;
import dev.recur.service.terms.Offering;
import dev.recur.service.terms.PaymentMethod;
import dev.recur.service.testing.GatewayCaller;
import dev.recur.service.testing.MemorySubscriptions;
import dev.recur.service.testing.RunningService;
import dev.recur.service.testing.ScriptedCommands;
import dev.recur.service.testing.TestMerchant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code payments/pay} with {@code subscriptionInfo}. */
class PayHttpTest {

  private static final RunningService SERVICE = RunningService.get();
  private static final GatewayCaller GATEWAY = new GatewayCaller(SERVICE);

  private final TestMerchant merchant = SERVICE.live();
  private final ScriptedCommands commands = SERVICE.bean(ScriptedCommands.class);
  private final String subscriptionId =
      Identity.subscriptionId(Origin.PAY, merchant.clientId(), "pay-4711");

  @BeforeEach
  void acceptEverything() {
    commands.accepting();
  }

  @Test
  void wallet_shouldBeAgreedToOnThePage() {
    assertThat(pay(PaymentBodies.MONTHLY))
        .startsWith(
            "{\"result\":{\"resultCode\":\"SUCCESS\",\"resultStatus\":\"S\","
                + "\"resultMessage\":\"success.\"},\"paymentRequestId\":\"pay-4711\",\"paymentId\":\""
                + Identity.paymentIdOfPeriod(subscriptionId, 1)
                + "\",\"paymentAmount\":{\"currency\":\"PHP\",\"value\":\"49900\"},\"normalUrl\":\""
                + SERVICE.gatewayUrl()
                + "/authorise/"
                + subscriptionId)
        .endsWith("\"subscriptionId\":\"" + subscriptionId + "\"}");
    CreateTerms terms = terms();
    assertThat(terms.offering())
        .isEqualTo(new Offering(Offering.Call.PAY, List.of(), false, false));
    assertThat(terms.paymentMethod()).isEqualTo(new PaymentMethod("GCASH", null));
    assertThat(terms.expiryTime()).isNull();
  }

  @Test
  void walletOnAPhone_shouldOpenTheApp() {
    assertThat(pay(PaymentBodies.with("env.terminalType", "\"APP\"")))
        .contains("\"schemeUrl\":\"recur://", "\"applinkUrl\":", "\"appIdentifier\":");
  }

  @Test
  void cardWithItsToken_shouldNeedNoPage() {
    assertThat(
            pay(
                PaymentBodies.with(
                    "paymentMethod",
                    "{\"paymentMethodType\": \"CARD\", \"paymentMethodId\": \"tok_9\"}")))
        .contains("\"resultStatus\":\"S\"", "\"paymentId\":", "\"paymentRequestId\":\"pay-4711\"")
        .doesNotContain("normalUrl");
    CreateTerms terms = terms();
    assertThat(terms.offering().authorised()).isTrue();
    assertThat(terms.paymentMethod()).isEqualTo(new PaymentMethod("CARD", "tok_9"));
  }

  @Test
  void cardWithoutIt_shouldBeEnteredOnThePage() {
    assertThat(pay(PaymentBodies.with("paymentMethod", "{\"paymentMethodType\": \"CARD\"}")))
        .contains("\"normalUrl\":");
    assertThat(terms().offering().authorised()).isFalse();
  }

  @Test
  void walletWithAToken_shouldStillBeAgreedTo() {
    assertThat(pay(PaymentBodies.with("paymentMethod.paymentMethodId", "\"tok_9\"")))
        .contains("\"normalUrl\":");
    assertThat(terms().offering().authorised()).isFalse();
  }

  @Test
  void expiry_shouldBeTheSubscriptions() {
    pay(PaymentBodies.with("subscriptionInfo.subscriptionExpiryTime", "\"2026-01-31T12:30:00Z\""));
    assertThat(terms().expiryTime()).isEqualTo("2026-01-31T12:30:00Z");
  }

  @Test
  void withoutAMethod_shouldBeSentToTheSession() {
    assertThat(pay(PaymentBodies.without("paymentMethod")))
        .contains("PARAM_ILLEGAL", "payments/createPaymentSession");
    assertThat(commands.given()).isEmpty();
  }

  @Test
  void withoutSubscriptionInfo_shouldBeRefused() {
    assertThat(pay(PaymentBodies.without("subscriptionInfo")))
        .contains("PARAM_ILLEGAL", "\"resultStatus\":\"F\"", "only recurring payments");
    assertThat(commands.given()).isEmpty();
  }

  @Test
  void workersWord_shouldBePassedOn() {
    commands.answering(
        command -> new Reply.Decided(false, "REPEAT_REQ_INCONSISTENT", "Send the same.", 1));
    assertThat(pay(PaymentBodies.MONTHLY))
        .contains("REPEAT_REQ_INCONSISTENT", "Send the same.")
        .doesNotContain("paymentId", "normalUrl");
    commands.answering(command -> new Reply.Undecided(Reply.Why.NO_ANSWER));
    assertThat(pay(PaymentBodies.MONTHLY))
        .contains("\"resultStatus\":\"U\"", "\"paymentId\":\"S", subscriptionId)
        .doesNotContain("normalUrl");
  }

  @Test
  void testClock_shouldBeForSandboxClients() {
    assertThat(pay(PaymentBodies.with("testClockId", "\"clock-1\"")))
        .contains("PARAM_ILLEGAL", "testClockId is for sandbox clients");
  }

  @Test
  void idOfAnotherPayment_shouldBeInconsistent() {
    SERVICE
        .bean(MemorySubscriptions.class)
        .putRequest(
            merchant,
            "pay-charged",
            Identity.paymentIdOfManual(
                Identity.subscriptionId(Origin.CREATE, merchant.clientId(), "order-1"),
                "pay-charged"));
    assertThat(pay(PaymentBodies.with("paymentRequestId", "\"pay-charged\"")))
        .contains("REPEAT_REQ_INCONSISTENT", "paymentRequestId was sent before");
    assertThat(commands.given()).isEmpty();
  }

  private CreateTerms terms() {
    assertThat(commands.given()).hasSize(1);
    Command.Create create = (Command.Create) commands.given().getFirst();
    assertThat(create.subscriptionId()).isEqualTo(subscriptionId);
    return create.terms();
  }

  private String pay(String body) {
    return GATEWAY.post(merchant, "payments/pay", body);
  }
}
