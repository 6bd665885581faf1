package dev.recur.local.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recur.local.channel.ledger.Ledger;
import dev.recur.local.http.Json;
import dev.recur.local.http.LoopbackServer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxChannelTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir Path directory;
  private SandboxChannel channel;

  @BeforeEach
  void start() throws Exception {
    channel =
        SandboxChannel.start(
            new SandboxChannel.Settings(
                LoopbackServer.LOOPBACK,
                0,
                directory.resolve("ledger"),
                Ledger.NEVER_FORGETS,
                Duration.ofMillis(300)));
  }

  @AfterEach
  void stop() {
    channel.close();
  }

  static ObjectNode charge(String key) {
    return Json.mapper()
        .createObjectNode()
        .put("key", key)
        .put("subscriptionId", "S1")
        .put("clientId", "SANDBOX_M")
        .put("paymentId", "S1P1")
        .put("purpose", "PERIOD")
        .put("period", 3)
        .put("amountMinor", 1999)
        .put("currency", "USD")
        .put("paymentMethodType", "CARD")
        .putNull("paymentMethodId")
        .put("at", "2027-01-31T10:00:00Z")
        .put("presentUntil", "2027-02-01T10:00:00Z")
        .put("sandbox", true);
  }

  @Test
  @Timeout(10)
  void close_again_shouldReturn() {
    channel.close();
    channel.close();
  }

  @Test
  void charge_shouldBeAnsweredAndStandInTheLedger() throws Exception {
    HttpResponse<String> answer = post("/charges", charge("S1P1/1"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).contains("json");
    JsonNode body = Json.read(answer.body());
    assertThat(body.path("key").asText()).isEqualTo("S1P1/1");
    assertThat(body.path("outcome").asText()).isEqualTo("SUCCEEDED");
    assertThat(body.path("channelReference").asText()).isNotEmpty();

    assertThat(get("/ledger?subscriptionId=S2").body()).isEqualTo("[]");
    String ledger = get("/ledger").body();
    assertThat(ledger).isEqualTo(get("/ledger?subscriptionId=S1").body());
    String seenAt = Json.read(ledger).path(0).path("seenAt").asText();
    assertThat(Instant.parse(seenAt)).isBeforeOrEqualTo(Instant.now());
    assertThat(ledger)
        .isEqualTo(
            """
            [{"key":"S1P1/1","operation":"CHARGE","subscriptionId":"S1","paymentId":"S1P1",\
            "purpose":"PERIOD","period":3,"amountMinor":1999,"currency":"USD",\
            "outcome":"SUCCEEDED","at":"2027-01-31T10:00:00Z","seenAt":"%s","calls":1}]"""
                .formatted(seenAt));
  }

  static ObjectNode refund(String key) {
    return charge(key)
        .put("paymentId", "S1P9")
        .put("purpose", "REFUND")
        .putNull("period")
        .put("refundedPaymentId", "S1P1")
        .put("refundedReference", "SBX0");
  }

  @Test
  void refund_shouldStandInTheLedgerWithoutPeriod() throws Exception {
    post("/charges", charge("S1P1/1"));
    assertThat(outcome(post("/refunds", refund("S1P9/1").put("amountMinor", 500))))
        .isEqualTo("SUCCEEDED");
    JsonNode line = Json.read(get("/ledger").body()).get(1);
    assertThat(line.path("operation").asText()).isEqualTo("REFUND");
    assertThat(line.path("purpose").asText()).isEqualTo("REFUND");
    assertThat(line.path("period").isNull()).isTrue();
    assertThat(line.path("amountMinor").asLong()).isEqualTo(500);
  }

  @Test
  void refundOfMoreThanWasCharged_shouldBeDeclinedAndStayInTheLedger() throws Exception {
    post("/charges", charge("S1P1/1"));
    HttpResponse<String> answer = post("/refunds", refund("S1P9/1").put("amountMinor", 2000));
    assertThat(outcome(answer)).isEqualTo("DECLINED_HARD");
    assertThat(Json.read(answer.body()).path("code").asText()).isEqualTo("refund_exceeds_payment");
    assertThat(outcome(inquire("S1P9/1", "2027-01-31T10:00:00Z"))).isEqualTo("DECLINED_HARD");
    assertThat(Json.read(get("/ledger").body()).get(1).path("outcome").asText())
        .isEqualTo("DECLINED_HARD");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CHANGE", "MANUAL"})
  void chargeThatIsNoPeriods_shouldStandInTheLedgerWithoutPeriod(String purpose) throws Exception {
    post("/charges", charge("S1P1/1").put("purpose", purpose).putNull("period"));
    JsonNode line = Json.read(get("/ledger").body()).get(0);
    assertThat(line.path("purpose").asText()).isEqualTo(purpose);
    assertThat(line.path("operation").asText()).isEqualTo("CHARGE");
    assertThat(line.path("period").isNull()).isTrue();
  }

  @Test
  void whatIsToldBesideTheOrder_shouldBeKeptAndMoveNothing() throws Exception {
    ObjectNode order =
        charge("S1P1/1")
            .put("orderAmountMinor", 99)
            .put("orderCurrency", "EUR")
            .put("settlementCurrency", "SGD")
            .put("description", "Gold, monthly")
            .put("paymentMethodId", "risk_reject");
    post("/charges", order);
    assertThat(post("/charges", order.deepCopy().put("description", "Gold")).statusCode())
        .isEqualTo(200);

    assertThat(Json.read(get("/ledger").body()).get(0).path("amountMinor").asLong())
        .isEqualTo(1999);
    assertThat(get("/ledger/details?subscriptionId=S1").body())
        .isEqualTo(
            """
            [{"key":"S1P1/1","paymentMethodType":"CARD","paymentMethodId":"risk_reject",\
            "refundedPaymentId":null,"refundedReference":null,"orderAmountMinor":99,\
            "orderCurrency":"EUR","settlementCurrency":"SGD","description":"Gold, monthly",\
            "code":"risk_reject"}]""");
  }

  @Test
  void sameKeyOtherContent_shouldBe409() throws Exception {
    post("/charges", charge("S1P1/1"));
    assertThat(post("/charges", charge("S1P1/1").put("amountMinor", 1)).statusCode())
        .isEqualTo(409);
    assertThat(post("/refunds", refund("S1P1/1")).statusCode()).isEqualTo(409);
  }

  @Test
  void inquiry_shouldTellTheTruth() throws Exception {
    assertThat(outcome(inquire("S1P1/1", "2027-01-31T10:00:00Z"))).isEqualTo("NOT_FOUND");
    post("/charges", charge("S1P1/1").put("paymentMethodId", "pending:60"));
    assertThat(outcome(inquire("S1P1/1", "2027-01-31T10:59:59Z"))).isEqualTo("PENDING");
    assertThat(outcome(inquire("S1P1/1", "2027-01-31T11:00:00Z"))).isEqualTo("SUCCEEDED");
  }

  @Test
  void timeout_shouldBeSilentAtFirst() throws Exception {
    long start = System.nanoTime();
    post("/charges", charge("S1P1/1").put("paymentMethodId", "timeout"));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(299));
    assertThat(outcome(inquire("S1P1/1", "2027-01-31T10:00:00Z"))).isEqualTo("SUCCEEDED");
  }

  static Stream<Arguments> badCharges() {
    return Stream.of(
        bad("no key", c -> c.remove("key")),
        bad("key too long", c -> c.put("key", "k".repeat(129))),
        bad("other key than the header's", c -> c.put("key", "other")),
        bad("no subscription", c -> c.remove("subscriptionId")),
        bad("blank client", c -> c.put("clientId", " ")),
        bad("unknown purpose", c -> c.put("purpose", "TIP")),
        bad("a refund's purpose", c -> c.put("purpose", "REFUND").putNull("period")),
        bad("a refunded payment", c -> c.put("refundedPaymentId", "S1P0")),
        bad("an order's amount without currency", c -> c.put("orderAmountMinor", 1)),
        bad("an order's currency without amount", c -> c.put("orderCurrency", "USD")),
        bad("negative order", c -> c.put("orderAmountMinor", -1).put("orderCurrency", "USD")),
        bad("unknown settlement currency", c -> c.put("settlementCurrency", "USX")),
        bad("description too long", c -> c.put("description", "d".repeat(257))),
        bad("no period", c -> c.putNull("period")),
        bad("period 0", c -> c.put("period", 0)),
        bad("amount 0", c -> c.put("amountMinor", 0)),
        bad("negative amount", c -> c.put("amountMinor", -1)),
        bad("fractional amount", c -> c.put("amountMinor", 19.99)),
        bad("amount as text", c -> c.put("amountMinor", "1999")),
        bad("amount too large", c -> c.put("amountMinor", 1_000_000_000_000_000_000L)),
        bad("unknown currency", c -> c.put("currency", "USX")),
        bad("currency in small letters", c -> c.put("currency", "usd")),
        bad("no time", c -> c.remove("at")),
        bad("time without zone", c -> c.put("at", "2027-01-31T10:00:00")),
        bad("no presentUntil", c -> c.remove("presentUntil")),
        bad("sandbox as text", c -> c.put("sandbox", "true")));
  }

  @Test
  void badRefund_shouldBe400AndLeaveNoTrace() throws Exception {
    ObjectNode ofNothing = refund("S1P9/1");
    ofNothing.remove("refundedPaymentId");
    assertThat(post("/refunds", ofNothing).statusCode()).isEqualTo(400);
    assertThat(post("/refunds", refund("S1P9/1").put("purpose", "MANUAL")).statusCode())
        .isEqualTo(400);
    assertThat(get("/ledger").body()).isEqualTo("[]");
  }

  private static Arguments bad(String what, Consumer<ObjectNode> change) {
    ObjectNode body = charge("S1P1/1");
    change.accept(body);
    return Arguments.of(what, body);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badCharges")
  void badCharge_shouldBe400AndLeaveNoTrace(String what, ObjectNode body) throws Exception {
    assertThat(send("POST", "/charges", Json.write(body), "S1P1/1").statusCode())
        .as(what)
        .isEqualTo(400);
    assertThat(get("/ledger").body()).isEqualTo("[]");
  }

  @Test
  void badRequests_shouldBeRefused() throws Exception {
    HttpResponse<String> half = send("POST", "/charges", "{\"key\": \"k\",", "k");
    assertThat(half.statusCode()).isEqualTo(400);
    assertThat(half.body()).contains("no JSON").contains("line 1").doesNotContain("Source");
    assertThat(send("POST", "/charges", "[]", "k").statusCode()).isEqualTo(400);
    assertThat(send("POST", "/charges", " ".repeat(16 * 1024 + 1), "k").statusCode())
        .isEqualTo(413);
    assertThat(get("/operations").statusCode()).isEqualTo(400);
    assertThat(get("/operations?key=a&at=now").statusCode()).isEqualTo(400);
    for (String path : List.of("/", "/charges", "/charge", "/tokens")) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body()).contains("POST /charges");
    }
    assertThat(get("/health").statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> post(String path, ObjectNode body) throws Exception {
    return send("POST", path, Json.write(body), body.path("key").asText());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send("GET", path, "", "");
  }

  private HttpResponse<String> inquire(String key, String at) throws Exception {
    return get("/operations?key=" + URLEncoder.encode(key, UTF_8) + "&at=" + at);
  }

  private static String outcome(HttpResponse<String> answer) {
    return Json.read(answer.body()).path("outcome").asText();
  }

  private HttpResponse<String> send(String method, String path, String body, String key)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(channel.url() + path))
            .header("Idempotency-Key", key.isEmpty() ? "none" : key)
            .method(method, HttpRequest.BodyPublishers.ofString(body, UTF_8))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
  }
}
