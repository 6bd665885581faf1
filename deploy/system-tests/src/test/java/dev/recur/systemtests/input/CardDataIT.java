package dev.recur.systemtests.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recur.systemtests.expect.Charge;
import dev.recur.systemtests.stack.Bank;
import dev.recur.systemtests.stack.Http;
import dev.recur.systemtests.stack.Inbox;
import dev.recur.systemtests.stack.OnStack;
import dev.recur.systemtests.stack.Report;
import dev.recur.systemtests.stack.Search;
import dev.recur.systemtests.stack.Stack;
import dev.recur.systemtests.stack.StackFile;
import dev.recur.systemtests.stack.StackKafka;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Cards, by both ways there are: collected by a certified merchant, and by the buyer's page, which
 * posts the number to the channel. Afterwards everything that anybody keeps or said is searched for
 * the numbers: every record of every topic, those of the stores' changelogs included, every file
 * that a process wrote, and every answer and webhook.
 */
@OnStack
@Order(OnStack.FIRST + 9)
class CardDataIT {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final OffsetDateTime NOW = OffsetDateTime.parse("2027-06-01T10:00:00+08:00");

  private static final String PAY = "/ams/api/v1/payments/pay";
  private static final String SESSION = "/ams/api/v1/payments/createPaymentSession";
  private static final String REPLACE = "/ams/api/v1/subscriptions/replacePaymentMethod";

  /** What is looked for: what must be nowhere, and what must be found. */
  private static final String NUMBER = "a card's number";

  private static final String TOKEN = "a token";

  /** Numbers that every processor's test system knows: no account is behind them. */
  private static final String GOOD = "4242424242424242";

  private static final String GOOD_TOO = "5555555555554444";
  private static final String WITHOUT_MONEY = "4000000000009995";

  /** A digit is wrong. */
  private static final String MISTYPED = "4242424242424241";

  private final List<String> said = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  private Stack stack;

  @SuppressWarnings("NullAway.Init")
  private StackKafka kafka;

  @SuppressWarnings("NullAway.Init")
  private RawGateway certified;

  @SuppressWarnings("NullAway.Init")
  private RawGateway uncertified;

  @SuppressWarnings("NullAway.Init")
  private String clock;

  @BeforeAll
  void start(Stack running) throws IOException {
    stack = running;
    kafka = stack.kafka();
    URI gateway = stack.file().gateway();
    certified = new RawGateway(gateway, stack.admin().registerCertifiedMerchant("CARD_SHOP"));
    uncertified = new RawGateway(gateway, stack.admin().registerMerchant("NO_CARD_SHOP"));
    clock = stack.admin().createClock(NOW);
  }

  @AfterAll
  void stop() {
    kafka.close();
  }

  @Test
  void cardNumbers_shouldReachTheChannelAndNobodyElse() throws IOException {
    String collectedByTheMerchant = paysWithCard();
    String collectedByThePage = paysOnThePage();
    refusesCards();
    String tokenId = tokenTold(collectedByTheMerchant);
    paysWithToken(tokenId);
    replacesTheCard(collectedByTheMerchant);
    replacesTheCardAgain_afterAPayment();
    stack.admin().advance(clock, NOW.plusMonths(1));
    assertThat(outcomes(collectedByTheMerchant))
        .as("paid with the first card, declined with the second")
        .startsWith("SUCCEEDED", "DECLINED_SOFT");
    assertThat(outcomes(collectedByThePage)).containsExactly("SUCCEEDED", "SUCCEEDED");

    Search search = new Search();
    search.forText(TOKEN, tokenId);
    numbers().forEach(number -> search.forText(NUMBER, number));
    search.everywhere(stack, kafka);
    said.forEach(answer -> search.look("an answer", answer));
    search.look("a webhook", Http.getJson(stack.file().merchant().receivedUrl()).toString());
    assertThat(search.found(NUMBER)).isEmpty();
    assertThat(search.found(TOKEN))
        .as("places that hold a token, or the search finds nothing")
        .anyMatch(place -> place.startsWith("topic "))
        .anyMatch(place -> place.startsWith("file "));
    Report.heading("CardDataIT: places that were searched for four card numbers, and have none");
    Report.count("records, files, answers and webhooks", search.places());
  }

  /** Each number, plain and as people write it. */
  private static List<String> numbers() {
    return Stream.of(GOOD, GOOD_TOO, WITHOUT_MONEY, MISTYPED)
        .flatMap(
            number ->
                Stream.of(
                    number,
                    number.replaceAll("(.{4})(?!$)", "$1 "),
                    number.replaceAll("(.{4})(?!$)", "$1-")))
        .toList();
  }

  /** A certified merchant sends the card, and has the buyer's agreement. */
  private String paysWithCard() throws IOException {
    RawGateway.Answer answer = say(certified.shot(PAY, pay("card-1", card(GOOD)).toString()));
    assertThat(answer.result()).as(answer.message()).isEqualTo("S SUCCESS");
    assertThat(answer.json().has("normalUrl")).as("no page is needed").isFalse();
    return answer.json().required("subscriptionId").asText();
  }

  /** The page collects the card: what its script does, done by hand. */
  private String paysOnThePage() throws IOException {
    ObjectNode session = pay("card-2", null);
    RawGateway.Answer answer = say(certified.shot(SESSION, session.toString()));
    assertThat(answer.result()).as(answer.message()).isEqualTo("S SUCCESS");
    String normalUrl = answer.json().required("normalUrl").asText();
    HttpResponse<String> page = Http.send(Http.request(URI.create(normalUrl)).GET().build());
    said.add(page.body());
    assertThat(page.headers().firstValue("content-security-policy"))
        .hasValueSatisfying(
            policy -> assertThat(policy).contains("connect-src " + origin(stack.file().tokens())));
    HttpResponse<String> token = postJson(stack.file().tokens(), cardFields(GOOD_TOO));
    assertThat(token.statusCode()).as(token.body()).isEqualTo(200);
    ObjectNode approval =
        MAPPER
            .createObjectNode()
            .put("paymentMethodType", "CARD")
            .put("paymentMethodId", Http.json(token.body()).required("tokenId").asText());
    HttpResponse<String> approved = postJson(URI.create(normalUrl + "/approve"), approval);
    assertThat(approved.statusCode()).as(approved.body()).isBetween(200, 299);
    return answer.json().required("subscriptionId").asText();
  }

  private void refusesCards() throws IOException {
    assertThat(say(uncertified.shot(PAY, pay("card-3", card(GOOD)).toString())).result())
        .isEqualTo("F ACCESS_DENIED");
    assertThat(say(certified.shot(PAY, pay("card-4", card(MISTYPED)).toString())).result())
        .isEqualTo("F PARAM_ILLEGAL");
    ObjectNode inPlaceOfAToken =
        MAPPER.createObjectNode().put("paymentMethodType", "CARD").put("paymentMethodId", GOOD);
    assertThat(say(certified.shot(PAY, pay("card-5", inPlaceOfAToken).toString())).result())
        .isEqualTo("F PARAM_ILLEGAL");
    HttpResponse<String> refused = postJson(stack.file().tokens(), cardFields(MISTYPED));
    assertThat(refused.statusCode()).isEqualTo(400);
  }

  /** The token is told, and is as good as the card. */
  private void paysWithToken(String tokenId) throws IOException {
    ObjectNode method =
        MAPPER.createObjectNode().put("paymentMethodType", "CARD").put("paymentMethodId", tokenId);
    RawGateway.Answer answer = say(certified.shot(PAY, pay("card-6", method).toString()));
    assertThat(answer.result()).as(answer.message()).isEqualTo("S SUCCESS");
  }

  private void replacesTheCard(String subscriptionId) throws IOException {
    await("the first charge to be over, or the card cannot be replaced")
        .atMost(Duration.ofSeconds(30))
        .until(() -> outcomes(subscriptionId).equals(List.of("SUCCEEDED")));
    String body = replacement(subscriptionId, "card-replaced", WITHOUT_MONEY);
    await("the card to be replaced")
        .atMost(Duration.ofSeconds(30))
        .until(() -> say(certified.shot(REPLACE, body)).result().equals("S SUCCESS"));
  }

  /**
   * Refused while a payment is processed, the same request succeeds later: its card becomes the
   * same token each time. Another card under its id does not.
   */
  private void replacesTheCardAgain_afterAPayment() throws IOException {
    String ownClock = stack.admin().createClock(NOW);
    ObjectNode method =
        MAPPER
            .createObjectNode()
            .put("paymentMethodType", "CARD")
            .put("paymentMethodId", "pending:2");
    ObjectNode request = pay("card-7", method).put("testClockId", ownClock);
    RawGateway.Answer answer = say(certified.shot(PAY, request.toString()));
    assertThat(answer.result()).as(answer.message()).isEqualTo("S SUCCESS");
    String subscriptionId = answer.json().required("subscriptionId").asText();
    await("the charge to be pending")
        .atMost(Duration.ofSeconds(30))
        .until(() -> outcomes(subscriptionId).equals(List.of("PENDING")));

    RawGateway.Shot replace =
        certified.shot(REPLACE, replacement(subscriptionId, "during-payment", GOOD));
    assertThat(say(replace).result()).isEqualTo("F UPDATE_FORBIDDEN_DURING_PAYMENT");
    assertThat(say(replace).result()).isEqualTo("F UPDATE_FORBIDDEN_DURING_PAYMENT");
    stack.admin().advance(ownClock, NOW.plusMinutes(2));
    assertThat(say(replace).result()).isEqualTo("S SUCCESS");
    assertThat(say(replace).result()).as("a repeat").isEqualTo("S SUCCESS");
    assertThat(
            say(certified.shot(REPLACE, replacement(subscriptionId, "during-payment", GOOD_TOO)))
                .result())
        .isEqualTo("F REPEAT_REQ_INCONSISTENT");
    assertThat(say(certified.shot(PAY, pay("card-1", card(GOOD)).toString())).result())
        .as("a repeat after its card was replaced")
        .isEqualTo("S SUCCESS");
    assertThat(say(certified.shot(PAY, pay("card-1", card(GOOD_TOO)).toString())).result())
        .isEqualTo("F REPEAT_REQ_INCONSISTENT");
  }

  private static String replacement(String subscriptionId, String requestId, String number) {
    ObjectNode body =
        MAPPER
            .createObjectNode()
            .put("subscriptionId", subscriptionId)
            .put("subscriptionUpdateRequestId", requestId);
    body.set("paymentMethod", card(number));
    return body.toString();
  }

  private String tokenTold(String subscriptionId) throws IOException {
    await("notifySubscription")
        .atMost(Duration.ofSeconds(30))
        .until(() -> !told(subscriptionId).isEmpty());
    return told(subscriptionId).getFirst().required("tokenId").asText();
  }

  private List<JsonNode> told(String subscriptionId) throws IOException {
    return stack.inbox().webhooks(List.of(subscriptionId)).stream()
        .map(Inbox.Webhook::body)
        .map(Http::json)
        .filter(body -> body.has("subscriptionNotificationType"))
        .toList();
  }

  private List<String> outcomes(String subscriptionId) throws IOException {
    return stack.bank().lines(subscriptionId).stream()
        .map(Bank.Line::charge)
        .map(Charge::outcome)
        .toList();
  }

  private RawGateway.Answer say(RawGateway.Shot shot) throws IOException {
    RawGateway.Answer answer = shot.send();
    said.add(answer.json().toString());
    return answer;
  }

  private HttpResponse<String> postJson(URI to, JsonNode body) throws IOException {
    HttpResponse<String> answer =
        Http.send(
            Http.request(to)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString(), UTF_8))
                .build());
    said.add(answer.body());
    return answer;
  }

  private ObjectNode pay(String requestId, @Nullable JsonNode method) {
    StackFile.Merchant sample = stack.file().merchant();
    ObjectNode body =
        MAPPER
            .createObjectNode()
            .put("paymentRequestId", requestId)
            .put("paymentRedirectUrl", "https://shop.example/done")
            .put("paymentNotifyUrl", sample.webhookUrl().toString())
            .put("testClockId", clock);
    body.set("paymentAmount", amount());
    body.putObject("order")
        .put("referenceOrderId", requestId)
        .put("orderDescription", "Reading Club")
        .set("orderAmount", amount());
    body.putObject("env").put("terminalType", "WEB");
    ObjectNode plan =
        body.putObject("subscriptionInfo")
            .put("subscriptionDescription", "Reading Club, monthly")
            .put("subscriptionStartTime", NOW.toString())
            .put("subscriptionNotifyUrl", sample.webhookUrl().toString());
    plan.putObject("periodRule").put("periodType", "MONTH").put("periodCount", 1);
    if (method != null) {
      body.set("paymentMethod", method);
    }
    return body;
  }

  private static ObjectNode amount() {
    return MAPPER.createObjectNode().put("currency", "USD").put("value", "1999");
  }

  private static ObjectNode card(String number) {
    ObjectNode method = MAPPER.createObjectNode().put("paymentMethodType", "CARD");
    method.set("paymentMethodMetaData", cardFields(number));
    return method;
  }

  private static ObjectNode cardFields(String number) {
    return MAPPER
        .createObjectNode()
        .put("cardNo", number)
        .put("expiryMonth", "12")
        .put("expiryYear", "40")
        .put("cvv", "737")
        .put("cardholderName", "Test Buyer");
  }

  private static String origin(URI uri) {
    return uri.getScheme() + "://" + uri.getAuthority();
  }
}
