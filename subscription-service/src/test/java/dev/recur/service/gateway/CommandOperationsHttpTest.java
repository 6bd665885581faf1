package dev.recur.service.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.id.Identity;
import dev.recur.schemas.id.Origin;
import dev.recur.service.command.Command;
import dev.recur.service.command.Reply;
import dev.recur.service.terms.Amount;
import dev.recur.service.terms.PaymentMethod;
import dev.recur.service.terms.PeriodRule;
import dev.recur.service.terms.PeriodUnit;
import dev.recur.service.terms.UpdateTerms;
import dev.recur.service.terms.UpdateTerms.ChangeMode;
import dev.recur.service.terms.UpdateTerms.Proration;
import dev.recur.service.testing.GatewayCaller;
import dev.recur.service.testing.RunningService;
import dev.recur.service.testing.ScriptedCommands;
import dev.recur.service.testing.TestMerchant;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The calls that ask something of a subscription that is there. */
class CommandOperationsHttpTest {

  private static final RunningService SERVICE = RunningService.get();
  private static final GatewayCaller GATEWAY = new GatewayCaller(SERVICE);

  private final TestMerchant merchant = SERVICE.live();
  private final ScriptedCommands commands = SERVICE.bean(ScriptedCommands.class);
  private final String id =
      Identity.subscriptionId(Origin.CREATE, merchant.clientId(), "order-4711");

  @BeforeEach
  void acceptEverything() {
    commands.accepting();
  }

  /** Antom's own example of an upgrade. */
  @Test
  void update_shouldAskForEverythingAtOnce() {
    String answer =
        post(
            "update",
            """
            {"subscriptionUpdateRequestId": "subscription_update_20250925_002",
             "paymentAmount": {"currency": "USD", "value": "5000"},
             "periodRule": {"periodType": "MONTH", "periodCount": 1},
             "subscriptionDescription": "Premium monthly Membership",
             "subscriptionId": "%s",
             "subscriptionEndTime": "2027-03-13T18:15:29+08:00",
             "nextSubscriptionDate": "2026-04-10T00:00:02+08:00",
             "changeMode": "NEXT_PERIOD",
             "orderInfo": {"orderAmount": {"currency": "USD", "value": "5000"}},
             "prorationSettings": {
               "prorationMode": "IMMEDIATE_PAY_CUSTOM_AMOUNT",
               "customAmount": {"currency": "USD", "value": "2000"}}}
            """);
    assertThat(answer)
        .isEqualTo(
            "{\"result\":{\"resultCode\":\"SUCCESS\",\"resultStatus\":\"S\","
                + "\"resultMessage\":\"success.\"}}");
    assertThat(commands.given())
        .containsExactly(
            new Command.Update(
                merchant.clientId(),
                id,
                new UpdateTerms(
                    "subscription_update_20250925_002",
                    "Premium monthly Membership",
                    new Amount(5000, "USD"),
                    new PeriodRule(PeriodUnit.MONTH, 1),
                    Instant.parse("2027-03-13T10:15:29Z"),
                    new Amount(5000, "USD"),
                    new Proration(
                        Proration.Mode.IMMEDIATE_PAY_CUSTOM_AMOUNT, new Amount(2000, "USD")),
                    Instant.parse("2026-04-09T16:00:02Z"),
                    ChangeMode.NEXT_PERIOD)));
  }

  @Test
  void pauseResumeAndReplace_shouldCarryTheRequestsId() {
    post("pause", body("\"resumeTime\": \"2026-05-01T00:00:00Z\""));
    post("pause", body(""));
    post("resume", body(""));
    post(
        "replacePaymentMethod",
        body("\"paymentMethod\": {\"paymentMethodType\": \"CARD\", \"paymentMethodId\": \"tok\"}"));
    String client = merchant.clientId();
    assertThat(commands.given())
        .containsExactly(
            new Command.Pause(client, id, "u1", Instant.parse("2026-05-01T00:00:00Z")),
            new Command.Pause(client, id, "u1", null),
            new Command.Resume(client, id, "u1"),
            new Command.ReplacePaymentMethod(client, id, "u1", new PaymentMethod("CARD", "tok")));
  }

  @Test
  void charge_shouldTellThePaymentsId() {
    String paymentId = Identity.paymentIdOfManual(id, "pay-1");
    assertThat(post("charge", charge("")))
        .contains("\"resultStatus\":\"S\"", "\"paymentId\":\"" + paymentId + "\"");
    commands.answering(command -> new Reply.Underway("PAYMENT_IN_PROCESS", "One runs.", 3));
    assertThat(post("charge", charge(", \"paymentAmount\": {\"currency\": \"USD\", \"value\": 5}")))
        .contains("PAYMENT_IN_PROCESS", "\"resultStatus\":\"U\"", "One runs.", paymentId);
    assertThat(commands.given())
        .containsExactly(
            new Command.Charge(merchant.clientId(), id, "pay-1", new Amount(5, "USD")));
    commands.answering(command -> new Reply.Decided(false, "PROCESS_FAIL", "It is managed.", 3));
    assertThat(post("charge", charge("")))
        .contains("PROCESS_FAIL", "\"resultStatus\":\"F\"")
        .doesNotContain("paymentId");
  }

  @Test
  void change_shouldTellTheNewSubscriptionsId() {
    String body =
        """
        {"subscriptionChangeRequestId": "change-1", "subscriptionId": "%s",
         "subscriptionExpiryTime": "2026-01-31T13:01:01+08:00",
         "paymentAmount": {"currency": "USD", "value": "5000"},
         "paymentAmountDifference": {"currency": "USD", "value": "0"}}
        """;
    assertThat(post("change", body))
        .contains("\"resultStatus\":\"S\"")
        .contains(
            "\"subscriptionId\":\""
                + Identity.subscriptionId(Origin.CHANGE, merchant.clientId(), "change-1")
                + "\"");
    Command.Change change = (Command.Change) commands.given().getFirst();
    assertThat(change.subscriptionId()).isEqualTo(id);
    assertThat(change.terms().paymentAmount()).isEqualTo(new Amount(5000, "USD"));
    assertThat(change.terms().initialAmount()).isEqualTo(new Amount(0, "USD"));
    assertThat(change.terms().startTime()).isNull();

    commands.answering(command -> new Reply.Decided(false, "PROCESS_FAIL", "It is over.", 3));
    assertThat(post("change", body)).contains("PROCESS_FAIL").doesNotContain("subscriptionId");
  }

  @ParameterizedTest
  @ValueSource(strings = {"update", "pause", "resume", "replacePaymentMethod"})
  void workersWord_shouldBePassedOn(String call) {
    commands.answering(
        command -> new Reply.Decided(false, "UPDATE_FORBIDDEN_DURING_PAYMENT", "Retry later.", 3));
    String body =
        body(
            "\"subscriptionDescription\": \"d\","
                + " \"paymentMethod\": {\"paymentMethodType\": \"GCASH\"}");
    assertThat(post(call, body))
        .contains("UPDATE_FORBIDDEN_DURING_PAYMENT", "\"resultStatus\":\"F\"", "Retry later.");
    commands.answering(command -> new Reply.Undecided(Reply.Why.NO_ANSWER));
    assertThat(post(call, body)).contains("UNKNOWN_EXCEPTION", "\"resultStatus\":\"U\"");
  }

  /** It would be charged with nothing. */
  @Test
  void cardWithoutItsToken_shouldReplaceNothing() {
    assertThat(
            post(
                "replacePaymentMethod",
                body("\"paymentMethod\": {\"paymentMethodType\": \"CARD\"}")))
        .contains("PARAM_ILLEGAL", "paymentMethod.paymentMethodId is missing: send the card");
    assertThat(commands.given()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"update", "pause", "resume", "replacePaymentMethod", "charge", "change"})
  void idOfAnotherShape_shouldNotExist(String call) {
    String body =
        """
        {"subscriptionId": "2026", "subscriptionUpdateRequestId": "u1", "paymentRequestId": "p1",
         "subscriptionChangeRequestId": "c1", "subscriptionDescription": "d",
         "paymentMethod": {"paymentMethodType": "CARD"}}
        """;
    assertThat(post(call, body)).contains("SUBSCRIPTION_NOT_EXIST", "\"resultStatus\":\"F\"");
    assertThat(commands.given()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "update, subscriptionUpdateRequestId",
    "pause, subscriptionUpdateRequestId",
    "resume, subscriptionUpdateRequestId",
    "replacePaymentMethod, subscriptionUpdateRequestId",
    "charge, paymentRequestId",
    "change, subscriptionChangeRequestId"
  })
  void withoutTheRequestsId_shouldBeRefused(String call, String field) {
    assertThat(post(call, "{\"subscriptionId\": \"%s\"}"))
        .contains("PARAM_ILLEGAL", field + " is missing: send it.");
    assertThat(post(call, "{\"" + field + "\": \"u1\"}"))
        .contains("PARAM_ILLEGAL", "subscriptionId is missing: send it.");
    assertThat(commands.given()).isEmpty();
  }

  private static String charge(String more) {
    return "{\"subscriptionId\": \"%s\", \"paymentRequestId\": \"pay-1\"" + more + "}";
  }

  private static String body(String more) {
    return "{\"subscriptionId\": \"%s\", \"subscriptionUpdateRequestId\": \"u1\""
        + (more.isEmpty() ? "" : ", " + more)
        + "}";
  }

  private String post(String call, String body) {
    return GATEWAY.post(merchant, "subscriptions/" + call, body.replace("%s", id));
  }
}
