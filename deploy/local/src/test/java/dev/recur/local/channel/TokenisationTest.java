package dev.recur.local.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recur.local.http.Json;
import dev.recur.local.http.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class TokenisationTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String NUMBER = "4000000000009979";
  private static final String CVV = "739";

  /** A line's check sum, times, hashes and the secret: they may have any three digits in a row. */
  private static final Pattern AT_RANDOM =
      Pattern.compile("(?m)^[0-9a-f]{8} |\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z|[0-9a-f]{32,}");

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @TempDir Path directory;
  private SandboxChannel channel;

  @BeforeEach
  void start() throws IOException {
    log.start();
    root().addAppender(log);
    channel = open();
  }

  @AfterEach
  void stop() {
    channel.close();
    root().detachAppender(log);
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private SandboxChannel open() throws IOException {
    return SandboxChannel.start(SandboxChannel.Settings.onFreePort(directory.resolve("ledger")));
  }

  static ObjectNode card(String number) {
    return Json.mapper()
        .createObjectNode()
        .put("cardNo", number)
        .put("expiryMonth", "12")
        .put("expiryYear", "2099")
        .put("cvv", CVV)
        .put("cardholderName", "Joanna Public");
  }

  @Test
  void card_shouldBecomeATokenThatAnyPageMayRead() throws Exception {
    HttpResponse<String> answer = tokenise(card("4242424242424242"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    JsonNode token = Json.read(answer.body());
    assertThat(token.path("tokenId").asText()).matches("tok_[0-9a-f]{32}");
    assertThat(token.path("brand").asText()).isEqualTo("VISA");
    assertThat(token.path("last4").asText()).isEqualTo("4242");
    assertThat(token).hasSize(3);
  }

  @Test
  void sameCardTwice_shouldGetTokensThatSayNothingOfEachOther() throws Exception {
    assertThat(tokenId(tokenise(card(NUMBER)))).isNotEqualTo(tokenId(tokenise(card(NUMBER))));
  }

  @Test
  void sameCardUnderTheSameKey_shouldHaveTheSameToken_alsoAfterARestart() throws Exception {
    String token = tokenId(tokenise(card(NUMBER), "key-1"));
    assertThat(token).startsWith("tok_");
    ObjectNode asAnotherWritesIt =
        card("4000 0000 0000 9979").put("expiryYear", "99").put("cvv", "1234");
    assertThat(tokenId(tokenise(asAnotherWritesIt, "key-1"))).isEqualTo(token);
    channel.close();
    channel = open();
    HttpResponse<String> again = tokenise(card(NUMBER), "key-1");
    assertThat(Json.read(again.body()).path("tokenId").asText()).isEqualTo(token);
    assertThat(Json.read(again.body()).path("brand").asText()).isEqualTo("VISA");
    assertThat(tokenId(tokenise(card(NUMBER), "key-2"))).isNotEqualTo(token);
    assertThat(tokenId(tokenise(card(NUMBER)))).isNotEqualTo(token);
  }

  @Test
  void anotherCardUnderTheSameKey_shouldBeRefused_andTheFirstStays() throws Exception {
    String token = tokenId(tokenise(card(NUMBER), "key-1"));
    for (ObjectNode another :
        List.of(card("4242424242424242"), card(NUMBER).put("expiryMonth", "11"))) {
      HttpResponse<String> answer = tokenise(another, "key-1");
      assertThat(answer.statusCode()).isEqualTo(409);
      assertThat(answer.body())
          .isEqualTo(
              "{\"message\":\"The Idempotency-Key came with another card before: use a new one.\"}");
    }
    assertThat(tokenId(tokenise(card(NUMBER), "key-1"))).isEqualTo(token);
  }

  @Test
  void refusedCard_shouldNotUseItsKeyUp() throws Exception {
    assertThat(tokenise(card("4242424242424241"), "key-1").statusCode()).isEqualTo(400);
    assertThat(tokenise(card(NUMBER), "key-1").statusCode()).isEqualTo(200);
  }

  @Test
  void sameCardAtOnce_shouldHaveOneToken() throws Exception {
    List<String> tokens;
    try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> asked =
          IntStream.range(0, 20)
              .mapToObj(_ -> many.submit(() -> tokenId(tokenise(card(NUMBER), "key-1"))))
              .toList();
      tokens = new ArrayList<>();
      for (Future<String> one : asked) {
        tokens.add(one.get());
      }
    }
    assertThat(Set.copyOf(tokens)).hasSize(1);
  }

  @Test
  void forgottenKey_shouldBeANewOne() throws Exception {
    channel.close();
    channel =
        SandboxChannel.start(
            new SandboxChannel.Settings(
                LoopbackServer.LOOPBACK,
                0,
                directory.resolve("ledger"),
                Duration.ZERO,
                Duration.ofSeconds(1)));
    String token = tokenId(tokenise(card(NUMBER), "key-1"));
    assertThat(tokenId(tokenise(card(NUMBER), "key-1"))).isNotEqualTo(token);
    assertThat(tokenise(card("4242424242424242"), "key-1").statusCode()).isEqualTo(200);
  }

  @Test
  void keyThatIsNone_shouldBeRefused() throws Exception {
    for (String key : List.of(" ", "two words", "k".repeat(256))) {
      assertThat(tokenise(card(NUMBER), key).statusCode()).as(key).isEqualTo(400);
    }
  }

  @Test
  void secretThatWasLost_shouldBeNoticed() throws Exception {
    channel.close();
    Path secret = directory.resolve("ledger.secret");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
        .isEqualTo("rw-------");
    String before = Files.readString(secret);
    Files.writeString(secret, "nonsense");
    assertThatThrownBy(this::open)
        .hasMessageContaining("put it back")
        .hasMessageNotContaining("nonsense");
    Files.writeString(secret, before);
    channel = open();
  }

  @Test
  void refusal_shouldBeOneSentenceThatThePageMayRead() throws Exception {
    HttpResponse<String> answer = tokenise(card("4242424242424241"));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
    assertThat(answer.body())
        .isEqualTo("{\"message\":\"The card number is not right: check its digits.\"}");
  }

  @Test
  void preflight_shouldLetAnyPagePostJson() throws Exception {
    HttpResponse<String> answer = send("OPTIONS", "/tokens", "");
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Methods")).contains("POST");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Headers"))
        .contains("Content-Type");
  }

  @Test
  void ledger_shouldNotBeReadByPages() throws Exception {
    for (String path : List.of("/ledger", "/health")) {
      assertThat(send("GET", path, "").headers().map())
          .doesNotContainKey("access-control-allow-origin");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "4242424242424242, SUCCEEDED,",
    "4000000000009995, DECLINED_SOFT, insufficient_funds",
    "4000000000009979, DECLINED_HARD, stolen_card",
    "4100000000000019, DECLINED_HARD, risk_reject",
    "4000000000005126, SUCCEEDED,"
  })
  void token_shouldBehaveAsItsCardAlsoAfterARestart(String number, String outcome, String code)
      throws Exception {
    String token = tokenId(tokenise(card(number)));
    for (int attempt = 1; attempt <= 2; attempt++) {
      JsonNode answer = charge("S1P1/" + attempt, token);
      assertThat(answer.path("outcome").asText()).isEqualTo(outcome);
      assertThat(answer.path("code").asText(null)).isEqualTo(code);
      channel.close();
      channel = open();
    }
  }

  /** What is sent in whatever shape, wrong or right, is nowhere afterwards. */
  @Test
  void number_shouldBeInNoFileAndNoLogLineAndNoRefusal() throws Exception {
    charge("S1P1/1", tokenId(tokenise(card(NUMBER))));
    tokenise(card(NUMBER), "key-1");
    tokenise(card(NUMBER).put("expiryMonth", "11"), "key-1");
    List<String> wrong =
        List.of(
            Json.write(card(NUMBER).put("expiryYear", NUMBER)),
            Json.write(card(NUMBER).put("expiryYear", "2020")),
            Json.write(card(NUMBER + "0")),
            Json.write(card("1" + NUMBER)),
            Json.write(card(NUMBER).put("cvv", NUMBER)),
            Json.write(Map.of("cardNo", List.of(NUMBER))),
            NUMBER,
            "cardNo=" + NUMBER,
            "{\"cardNo\":" + NUMBER,
            Json.write(card(NUMBER)) + " ".repeat(16 * 1024));
    for (String body : wrong) {
      HttpResponse<String> answer = send("POST", "/tokens", body);
      assertThat(answer.statusCode()).as(body).isBetween(400, 499);
      assertThat(answer.body()).doesNotContain(NUMBER);
    }
    assertThat(send("POST", "/tokens/" + NUMBER, "").body()).doesNotContain(NUMBER);
    assertThat(send("GET", "/tokens?cardNo=" + NUMBER, "").body()).doesNotContain(NUMBER);

    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(AT_RANDOM.matcher(Files.readString(file)).replaceAll(""))
            .doesNotContain(NUMBER, CVV, "Joanna");
      }
    }
    assertThat(Files.readString(directory.resolve("ledger"))).contains("tok_", "9979", "key-1");
    for (String path : List.of("/ledger", "/ledger/details")) {
      assertThat(send("GET", path, "").body()).doesNotContain(NUMBER);
    }
    assertThat(log.list).noneMatch(event -> event.getFormattedMessage().contains(NUMBER));
    assertThat(log.list)
        .noneMatch(event -> String.valueOf(event.getThrowableProxy()).contains(NUMBER));
    assertThat(log.list)
        .noneMatch(event -> String.valueOf(event.getKeyValuePairs()).contains(NUMBER));
  }

  private JsonNode charge(String key, String token) throws Exception {
    return Json.read(
        send(
                "POST",
                "/charges",
                Json.write(SandboxChannelTest.charge(key).put("paymentMethodId", token)))
            .body());
  }

  private HttpResponse<String> tokenise(ObjectNode card) throws Exception {
    return send("POST", "/tokens", Json.write(card));
  }

  private HttpResponse<String> tokenise(ObjectNode card, String key) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(channel.url() + "/tokens"))
            .header("Idempotency-Key", key)
            .POST(HttpRequest.BodyPublishers.ofString(Json.write(card), UTF_8))
            .build(),
        HttpResponse.BodyHandlers.ofString(UTF_8));
  }

  private static String tokenId(HttpResponse<String> answer) {
    return Json.read(answer.body()).path("tokenId").asText();
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(channel.url() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body, UTF_8));
    if (path.equals("/charges")) {
      request.header("Idempotency-Key", Json.read(body).path("key").asText());
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
  }
}
