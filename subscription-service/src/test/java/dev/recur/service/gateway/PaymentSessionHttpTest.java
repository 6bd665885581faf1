package dev.recur.service.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recur.schemas.id.Identity;
import dev.recur.schemas.id.Origin;
import dev.recur.service.command.Command;
import dev.recur.service.command.Reply;
import dev.recur.service.read.Authorisation.Decision;
import dev.recur.service.terms.CreateTerms;
import dev.recur.service.terms.MethodProfile;
import dev.recur.service.terms.PaymentMethod;
import dev.recur.service.testing.GatewayCaller;
import dev.recur.service.testing.HttpCaller;
import dev.recur.service.testing.MemoryMerchants;
import dev.recur.service.testing.MemorySubscriptions;
import dev.recur.service.testing.RunningService;
import dev.recur.service.testing.ScriptedCommands;
import dev.recur.service.testing.TestMerchant;
import dev.recur.service.testing.Views;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code payments/createPaymentSession} with {@code subscriptionInfo}. */
class PaymentSessionHttpTest {

  private static final RunningService SERVICE = RunningService.get();
  private static final GatewayCaller GATEWAY = new GatewayCaller(SERVICE);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TestMerchant OTHER = TestMerchant.make("SANDBOX_OTHER", true);
  private static final String CHOICE = PaymentBodies.without("paymentMethod");

  private final TestMerchant merchant = SERVICE.sandbox();
  private final ScriptedCommands commands = SERVICE.bean(ScriptedCommands.class);
  private final String subscriptionId =
      Identity.subscriptionId(Origin.PAY, merchant.clientId(), "pay-4711");

  @BeforeEach
  void acceptEverything() {
    commands.accepting();
  }

  @Test
  void session_shouldTellHowToReachThePage() throws JsonProcessingException {
    JsonNode answer = JSON.readTree(session(PaymentBodies.MONTHLY));
    String normalUrl = answer.path("normalUrl").asText();
    assertThat(answer.path("result").path("resultStatus").asText()).isEqualTo("S");
    assertThat(normalUrl).startsWith(SERVICE.gatewayUrl() + "/authorise/" + subscriptionId);
    assertThat(answer.path("subscriptionId").asText()).isEqualTo(subscriptionId);
    String sessionId = answer.path("paymentSessionId").asText();
    assertThat(sessionId).hasSizeBetween(20, 64).doesNotContain(subscriptionId);
    String data = answer.path("paymentSessionData").asText();
    assertThat(data).hasSizeLessThan(4096).matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{43}");
    byte[] content = Base64.getUrlDecoder().decode(data.substring(0, data.indexOf('.')));
    assertThat(JSON.readTree(new String(content, UTF_8)))
        .isEqualTo(
            JSON.createObjectNode()
                .put("paymentSessionId", sessionId)
                .put("normalUrl", normalUrl)
                .put("expiryTime", answer.path("paymentSessionExpiryTime").asText()));
  }

  @Test
  void expiry_shouldBeAnHourAheadAndTheSubscriptions() throws JsonProcessingException {
    Instant before = Instant.now();
    JsonNode answer = JSON.readTree(session(PaymentBodies.MONTHLY));
    Instant expiry = Objects.requireNonNull(terms().expiryTime());
    assertThat(expiry)
        .isBetween(before.plus(1, ChronoUnit.HOURS), Instant.now().plus(1, ChronoUnit.HOURS));
    assertThat(answer.path("paymentSessionExpiryTime").asText())
        .endsWith("+08:00")
        .satisfies(
            text ->
                assertThat(OffsetDateTime.parse(text).toInstant())
                    .isEqualTo(expiry.truncatedTo(ChronoUnit.SECONDS)));
  }

  @Test
  void expiry_onATestClock_shouldBeAnHourOfIt() throws JsonProcessingException {
    HttpCaller http = new HttpCaller(SERVICE);
    String made =
        http.send(
                "POST",
                SERVICE.adminUrl() + "/admin/test-clocks",
                Map.of(
                    "Authorization",
                    "Bearer " + RunningService.ADMIN_TOKEN,
                    "Content-Type",
                    "application/json"),
                "{\"now\": \"2025-03-12T08:15:29Z\"}")
            .text();
    String clock = JSON.readTree(made).path("testClockId").asText();
    session(PaymentBodies.with("testClockId", "\"" + clock + "\""));
    assertThat(terms().expiryTime()).isEqualTo("2025-03-12T09:15:29Z");
  }

  @Test
  void expiry_shouldBeTheRequestsWithinAnHour() {
    Instant soon = Instant.now().plus(Duration.ofMinutes(20)).truncatedTo(ChronoUnit.SECONDS);
    session(PaymentBodies.with("paymentSessionExpiryTime", "\"" + soon + "\""));
    assertThat(terms().expiryTime()).isEqualTo(soon);
    String late = Instant.now().plus(Duration.ofMinutes(70)).toString();
    assertThat(session(PaymentBodies.with("paymentSessionExpiryTime", "\"" + late + "\"")))
        .contains("PARAM_ILLEGAL", "paymentSessionExpiryTime lies more than an hour ahead");
  }

  @Test
  void repeat_shouldBeToldTheSame() {
    String body = PaymentBodies.with("paymentRequestId", "\"pay-again\"");
    SERVICE
        .bean(MemorySubscriptions.class)
        .put(
            Views.ofPay(Views.plain(merchant, "pay-again")),
            Views.authorisation(Decision.OPEN),
            List.of());
    String first = session(body);
    assertThat(first).contains("\"paymentSessionExpiryTime\":\"2025-03-12T16:45:29+08:00\"");
    assertThat(session(body)).isEqualTo(first);
  }

  @Test
  void namedMethod_shouldBeSettled() {
    session(PaymentBodies.MONTHLY);
    assertThat(terms().paymentMethod()).isEqualTo(new PaymentMethod("GCASH", null));
    assertThat(terms().offering().methodChoices()).isEmpty();
  }

  @Test
  void cardsToken_shouldStillBeAgreedTo() {
    session(
        PaymentBodies.with(
            "paymentMethod", "{\"paymentMethodType\": \"CARD\", \"paymentMethodId\": \"tok_9\"}"));
    assertThat(terms().offering().authorised()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AMS | userRegion | \"PH\" | CARD,APPLEPAY,GOOGLEPAY,GCASH,GRABPAY_PH,MAYA,BANK_TRANSFER",
        // Nothing is free for a card.
        "AMS | paymentAmount.value | \"0\" | GCASH,GRABPAY_PH,MAYA,BANK_TRANSFER",
        // Onerway's wallets are charged by the merchant's call only.
        "ONERWAY | userRegion | \"PH\" | ",
        "ONERWAY | collection | \"SELF_MANAGED\" | CARD,GCASH"
      })
  void withoutAMethod_shouldOfferWhatCountryCurrencyAndPlanAllow(
      MethodProfile profile, String field, String json, String choices) {
    SERVICE.bean(MemoryMerchants.class).put(OTHER.profile(false, profile));
    GATEWAY.post(OTHER, "payments/createPaymentSession", CreateBodies.edited(CHOICE, field, json));
    CreateTerms terms = ((Command.Create) commands.given().getFirst()).terms();
    List<String> expected = choices == null ? List.of() : List.of(choices.split(",", -1));
    assertThat(terms.offering().methodChoices()).isEqualTo(expected);
    // One that is left is settled.
    assertThat(terms.paymentMethod())
        .isEqualTo(new PaymentMethod(expected.isEmpty() ? "CARD" : expected.getFirst(), null));
  }

  @Test
  void planThatNothingAllows_shouldBeRefusedWithACure() {
    SERVICE.bean(MemoryMerchants.class).put(OTHER.profile(false, MethodProfile.ONERWAY));
    assertThat(
            GATEWAY.post(
                OTHER,
                "payments/createPaymentSession",
                CreateBodies.edited(CHOICE, "paymentAmount.value", "0")))
        .contains("PARAM_ILLEGAL", "No payment method of this country allows this plan");
    assertThat(commands.given()).isEmpty();
  }

  @Test
  void workersWord_shouldBePassedOn() {
    commands.answering(command -> new Reply.Decided(false, "PARAM_ILLEGAL", "No.", 1));
    assertThat(session(PaymentBodies.MONTHLY))
        .contains("PARAM_ILLEGAL", "No.")
        .doesNotContain("paymentSession");
    commands.answering(command -> new Reply.Undecided(Reply.Why.NO_ANSWER));
    assertThat(session(PaymentBodies.MONTHLY))
        .contains("\"resultStatus\":\"U\"", subscriptionId)
        .doesNotContain("paymentSession", "normalUrl");
  }

  private CreateTerms terms() {
    return ((Command.Create) commands.given().getLast()).terms();
  }

  private String session(String body) {
    return GATEWAY.post(merchant, "payments/createPaymentSession", body);
  }
}
