package dev.recur.service.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.recur.schemas.signature.Keys;
import dev.recur.service.Deadline;
import dev.recur.service.command.Reply;
import dev.recur.service.testing.HttpCaller;
import dev.recur.service.testing.HttpCaller.Response;
import dev.recur.service.testing.MemoryMerchants;
import dev.recur.service.testing.RawSocketCaller;
import dev.recur.service.testing.RunningService;
import dev.recur.service.testing.ScriptedCommands;
import dev.recur.service.testing.TestMerchant;
import java.security.PublicKey;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What the gateway answers over HTTPS: always 200, always signed. */
class GatewayHttpTest {

  private static final String CREATE = "/ams/api/v1/subscriptions/create";
  private static final String SANDBOX_CREATE = "/ams/sandbox/api/v1/subscriptions/create";

  private static final RunningService SERVICE = RunningService.get();
  private static final HttpCaller HTTP = new HttpCaller(SERVICE);

  private final TestMerchant merchant = SERVICE.live();
  private final ScriptedCommands commands = SERVICE.bean(ScriptedCommands.class);

  @BeforeEach
  void acceptEverything() {
    commands.accepting();
  }

  @Test
  void create_shouldAnswerWithTheBuyersPageAndTheId() {
    Response response = post(CREATE, CreateBodies.MONTHLY);
    assertThat(response.text())
        .contains("\"resultStatus\":\"S\"")
        .contains("\"normalUrl\":\"" + SERVICE.gatewayUrl() + "/authorise/S")
        .contains("\"subscriptionId\":\"S");
  }

  @Test
  void create_undecided_shouldAnswerUWithTheId() {
    commands.answering(command -> new Reply.Undecided(Reply.Why.NO_ANSWER));
    assertThat(post(CREATE, CreateBodies.MONTHLY).text())
        .contains("\"resultStatus\":\"U\"", "UNKNOWN_EXCEPTION", "\"subscriptionId\":\"S")
        .doesNotContain("normalUrl");
  }

  @Test
  void create_refusedByTheWorker_shouldAnswerItsWords() {
    commands.answering(
        command -> new Reply.Decided(false, "REPEAT_REQ_INCONSISTENT", "Send the same.", 1));
    assertThat(post(CREATE, CreateBodies.MONTHLY).text())
        .contains("REPEAT_REQ_INCONSISTENT", "\"resultStatus\":\"F\"", "Send the same.")
        .doesNotContain("subscriptionId");
  }

  @Test
  void tooManyWaiting_shouldAskToComeBack() {
    commands.answering(command -> new Reply.Undecided(Reply.Why.TOO_MANY_WAITING));
    assertThat(post(CREATE, CreateBodies.MONTHLY).text())
        .contains("REQUEST_TRAFFIC_EXCEED_LIMIT", "\"resultStatus\":\"U\"");
  }

  /** The SDK gives up after 15 s; whatever blocks here, it has its answer by then. */
  @Test
  void answerThatTakesTooLong_shouldBeU() {
    CountDownLatch never = new CountDownLatch(1);
    commands.answering(command -> after(never));
    assertThat(post(CREATE, CreateBodies.MONTHLY).text())
        .contains("UNKNOWN_EXCEPTION", "\"resultStatus\":\"U\"");
    never.countDown();
  }

  /** What a request waits for adds up. */
  @Test
  void request_shouldHaveOneDeadlineForAllThatItWaitsFor() {
    AtomicReference<Duration> left = new AtomicReference<>();
    commands.answering(
        command -> {
          left.set(Deadline.left(Duration.ofDays(1)));
          return ScriptedCommands.ACCEPTED;
        });
    post(CREATE, CreateBodies.MONTHLY);
    assertThat(left.get()).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void programmingError_shouldAnswerU_andBeLogged() {
    commands.answering(
        command -> {
          throw new IllegalStateException("made by this test");
        });
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger logger = (Logger) LoggerFactory.getLogger(Gateway.class);
    logger.addAppender(log);
    try {
      assertThat(post(CREATE, CreateBodies.MONTHLY).text())
          .contains("UNKNOWN_EXCEPTION", "\"resultStatus\":\"U\"")
          .doesNotContain("made by this test");
    } finally {
      logger.detachAppender(log);
    }
    assertThat(log.list)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getLevel()).isEqualTo(Level.ERROR);
              assertThat(event.getThrowableProxy().getMessage()).isEqualTo("made by this test");
              assertThat(event.getKeyValuePairs())
                  .extracting(Object::toString)
                  .contains("clientId=\"" + merchant.clientId() + "\"", "path=\"" + CREATE + "\"");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ams",
        "/ams/",
        "/ams/api/v1/subscriptions/nonsense",
        "/ams/api/v1/",
        "/ams/api/v1",
        "/ams/api/v2/subscriptions/create",
        "/ams/sandbox/api/v1/nothing",
        "/ams/api/v1/subscriptions/create/",
        "/ams/api/v1/subscriptions/cr%65ate"
      })
  void unknownPath_shouldAnswerNoInterfaceDef(String target) {
    assertThat(post(target, "{}").text()).contains("NO_INTERFACE_DEF", "\"resultStatus\":\"F\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND", "SOMETHING"})
  void otherMethod_shouldAnswerMethodNotSupported(String method) {
    assertThat(call(method, CREATE, "").text())
        .contains("METHOD_NOT_SUPPORTED", "\"resultStatus\":\"F\"");
  }

  @Test
  void head_shouldSignTheEmptyBodyItSends() {
    assertThat(call("HEAD", CREATE, "").body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/xml",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
        "application/json; charset=GBK",
        "nonsense",
        "/;;;"
      })
  void otherMediaType_shouldAnswerMediaTypeNotAcceptable(String mediaType) {
    Map<String, String> headers = merchant.sign(CREATE, CreateBodies.MONTHLY);
    headers.put("Content-Type", mediaType);
    assertThat(send("POST", CREATE, headers, CreateBodies.MONTHLY).text())
        .contains("MEDIA_TYPE_NOT_ACCEPTABLE", "\"resultStatus\":\"F\"");
  }

  @Test
  void wrongSignature_shouldBeRefusedBeforeTheBodyIsLookedAt() {
    Map<String, String> headers = merchant.sign(CREATE, CreateBodies.MONTHLY);
    String tampered = CreateBodies.MONTHLY.replace("999", "1");
    assertThat(send("POST", CREATE, headers, tampered).text())
        .contains("INVALID_SIGNATURE", "\"resultStatus\":\"F\"");
    assertThat(send("POST", CREATE, headers, "not even JSON").text()).contains("INVALID_SIGNATURE");
    assertThat(commands.given()).isEmpty();
  }

  @Test
  void signature_shouldCoverTheQuery() {
    String target = CREATE + "?a=b%2Fc";
    assertThat(post(target, CreateBodies.MONTHLY).text()).contains("\"resultStatus\":\"S\"");
    Map<String, String> headers = merchant.sign(CREATE, CreateBodies.MONTHLY);
    assertThat(send("POST", target, headers, CreateBodies.MONTHLY).text())
        .contains("INVALID_SIGNATURE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Signature", "Request-Time"})
  void withoutTheHeader_shouldBeRefused(String header) {
    Map<String, String> headers = merchant.sign(CREATE, CreateBodies.MONTHLY);
    headers.remove(header);
    assertThat(send("POST", CREATE, headers, CreateBodies.MONTHLY).text())
        .contains("INVALID_SIGNATURE", header);
  }

  @Test
  void keyVersion_absent_shouldMeanTheLatest() {
    Map<String, String> headers = merchant.sign(CREATE, CreateBodies.MONTHLY);
    headers.compute("Signature", (name, value) -> value.replace("keyVersion=1,", ""));
    assertThat(send("POST", CREATE, headers, CreateBodies.MONTHLY).text())
        .contains("\"resultStatus\":\"S\"");
  }

  @Test
  void keyVersion_unknown_shouldAnswerKeyNotFound() {
    Map<String, String> headers = merchant.sign(CREATE, CreateBodies.MONTHLY);
    headers.compute("Signature", (name, value) -> value.replace("keyVersion=1,", "keyVersion=2,"));
    assertThat(send("POST", CREATE, headers, CreateBodies.MONTHLY).text())
        .contains("KEY_NOT_FOUND", "\"resultStatus\":\"F\"");
  }

  @Test
  void requestTime_inIso8601_shouldBeTaken() {
    String time = OffsetDateTime.now(ZoneOffset.UTC).toString();
    assertThat(at(time).text()).contains("\"resultStatus\":\"S\"");
  }

  @Test
  void requestTime_farFromNow_shouldBeRefused() {
    long now = System.currentTimeMillis();
    assertThat(at(Long.toString(now - 301_000)).text()).contains("INVALID_SIGNATURE");
    assertThat(at(Long.toString(now + 310_000)).text()).contains("INVALID_SIGNATURE");
    assertThat(at(Long.toString(now - 280_000)).text()).contains("\"resultStatus\":\"S\"");
    assertThat(at(OffsetDateTime.now(ZoneOffset.UTC).minusMinutes(6).toString()).text())
        .contains("INVALID_SIGNATURE");
    assertThat(at("yesterday").text()).contains("INVALID_SIGNATURE");
    assertThat(at("99999999999999999999").text()).contains("INVALID_SIGNATURE");
  }

  @Test
  void unknownClient_shouldBeToldSoUnderTheGatewaysOwnKey() {
    TestMerchant stranger = TestMerchant.make("LIVE_NOBODY", false);
    Response response =
        HTTP.send(
            "POST",
            SERVICE.gatewayUrl() + CREATE,
            stranger.sign(CREATE, CreateBodies.MONTHLY),
            CreateBodies.MONTHLY);
    assertThat(response.text()).contains("UNKNOWN_CLIENT", "\"resultStatus\":\"F\"");
    assertThat(response.header("client-id")).isEqualTo("LIVE_NOBODY");
    verified(response, gatewayKey(), "POST", CREATE);
  }

  @Test
  void withoutClientId_shouldBeUnknown() {
    Response response =
        HTTP.send("POST", SERVICE.gatewayUrl() + CREATE, Map.of(), CreateBodies.MONTHLY);
    assertThat(response.text()).contains("UNKNOWN_CLIENT");
    verified(response, gatewayKey(), "POST", CREATE);
  }

  @Test
  void sandboxPath_shouldBeClosedToLiveMerchantsAndOpenToSandboxOnes() {
    assertThat(post(SANDBOX_CREATE, CreateBodies.MONTHLY).text())
        .contains("ACCESS_DENIED", "\"resultStatus\":\"F\"");
    for (String target : new String[] {CREATE, SANDBOX_CREATE}) {
      Response response =
          HTTP.send(
              "POST",
              SERVICE.gatewayUrl() + target,
              SERVICE.sandbox().sign(target, CreateBodies.MONTHLY),
              CreateBodies.MONTHLY);
      assertThat(response.text()).contains("\"resultStatus\":\"S\"");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "42",
        "{\"a\":1}{}",
        "{\"a\":1,\"a\":2}",
        "nonsense",
        "{\"a\":NaN}"
      })
  void malformedJson_shouldBeRefused(String body) {
    assertThat(post(CREATE, body).text()).contains("PARAM_ILLEGAL", "JSON");
    assertThat(commands.given()).isEmpty();
  }

  @Test
  void malformedUtf8_shouldBeRefused() {
    byte[] body = "{\"subscriptionRequestId\":\"\u00e4\"}".getBytes(ISO_8859_1);
    String time = Long.toString(System.currentTimeMillis());
    Response response =
        HTTP.send(
            "POST", SERVICE.gatewayUrl() + CREATE, merchant.sign("POST", CREATE, time, body), body);
    assertThat(verified(response, "POST", CREATE).text()).contains("PARAM_ILLEGAL", "JSON");
  }

  @Test
  void bodyOverTheLimit_shouldBeRefused() {
    String padding = "x".repeat(70_000);
    String body = CreateBodies.MONTHLY.replace("order-4711", padding);
    assertThat(post(CREATE, body).text()).contains("PARAM_ILLEGAL", "65536");
    assertThat(commands.given()).isEmpty();
  }

  @Test
  void bodyOverTheLimit_announcedAndNeverSent_shouldBeRefusedAtOnce() {
    Response response =
        new RawSocketCaller(SERVICE)
            .send(head("POST", CREATE, "Content-Length: 1000000000\r\n").getBytes(ISO_8859_1));
    assertThat(verified(response, "POST", CREATE).text()).contains("PARAM_ILLEGAL", "65536");
  }

  @Test
  void bodyOverTheLimit_inChunks_shouldBeRefused() {
    String chunk = "1000\r\n" + "x".repeat(0x1000) + "\r\n";
    String request = head("POST", CREATE, "Transfer-Encoding: chunked\r\n") + chunk.repeat(20);
    Response response = new RawSocketCaller(SERVICE).send(request.getBytes(ISO_8859_1));
    assertThat(verified(response, "POST", CREATE).text()).contains("PARAM_ILLEGAL", "65536");
  }

  /** Each byte comes within any idle time-out, and the last one never. */
  @Test
  void bodyThatComesByteByByte_shouldBeAnsweredInTime_andTheConnectionClosed() {
    String head = head("POST", CREATE, "Content-Length: 1000\r\n");
    RawSocketCaller.Dripped dripped =
        new RawSocketCaller(SERVICE)
            .drip(head.getBytes(ISO_8859_1), (byte) ' ', Duration.ofSeconds(15));
    assertThat(verified(dripped.response(), "POST", CREATE).text())
        .contains("PARAM_ILLEGAL", "body", "3 s");
    assertThat(dripped.closed()).isTrue();
    assertThat(commands.given()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ams/api/v1/subscriptions/create?x=[^]|",
        "/ams/api/v1/subscriptions/create?x=%zz",
        "/ams/api/v1/\"<>",
        "/ams/api/v1/%"
      })
  void targetThatIsNoUri_shouldStillBeAnswered(String target) {
    Response response =
        new RawSocketCaller(SERVICE)
            .send(head("POST", target, "Content-Length: 0\r\n").getBytes(ISO_8859_1));
    assertThat(verified(response, "POST", target).text()).contains("\"resultStatus\":\"F\"");
  }

  /** The decoder drops a longer one, and with it the target that a signature covers. */
  @Test
  void requestLine_shouldBeAnsweredUpTo65536Bytes_andNotBeReadBeyond() {
    RawSocketCaller raw = new RawSocketCaller(SERVICE);
    String longest = CREATE + "?" + "x".repeat(65_536 - ("POST " + CREATE + "? HTTP/1.1").length());
    Response read = raw.send(head("POST", longest, "Content-Length: 0\r\n").getBytes(ISO_8859_1));
    assertThat(verified(read, "POST", longest).text()).contains("\"resultStatus\":\"F\"");

    Response dropped =
        raw.send(head("POST", longest + "x", "Content-Length: 0\r\n").getBytes(ISO_8859_1));
    assertThat(dropped.status()).isEqualTo(413);
    assertThat(dropped.headers().map()).doesNotContainKey("signature");
  }

  @Test
  void headersTooLong_shouldStillBeAnswered() {
    String request =
        head("POST", CREATE, "X-Long: " + "x".repeat(20_000) + "\r\nContent-Length: 0\r\n");
    Response response = new RawSocketCaller(SERVICE).send(request.getBytes(ISO_8859_1));
    // Who sent it is not known either.
    assertThat(verified(response, gatewayKey(), "POST", CREATE).text())
        .contains("\"resultStatus\":\"F\"");
  }

  @Test
  void compressedBody_shouldStillBeAnswered() {
    String request =
        head("POST", CREATE, "Content-Encoding: gzip\r\nContent-Length: 3\r\n") + "abc";
    Response response = new RawSocketCaller(SERVICE).send(request.getBytes(ISO_8859_1));
    assertThat(verified(response, "POST", CREATE).text()).contains("\"resultStatus\":\"F\"");
  }

  @Test
  void requests_shouldBeCountedUnderNamesThatStrangersCannotMake() {
    post(CREATE, CreateBodies.MONTHLY);
    post("/ams/api/v1/made-up-by-a-stranger", "{}");
    String metrics = HTTP.send("GET", SERVICE.adminUrl() + "/prometheus", Map.of(), "").text();
    assertThat(metrics)
        .contains(
            "recur_gateway_requests_seconds_count{call=\"subscriptions/create\",code=\"SUCCESS\"}",
            "recur_gateway_requests_seconds_count{call=\"none\",code=\"NO_INTERFACE_DEF\"}")
        .doesNotContain("made-up-by-a-stranger");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "https://elsewhere.example", "nonsense"})
  void originOfABrowser_shouldMakeNoDifference(String origin) {
    Map<String, String> headers = merchant.sign(CREATE, CreateBodies.MONTHLY);
    headers.put("Origin", origin);
    assertThat(send("POST", CREATE, headers, CreateBodies.MONTHLY).text())
        .contains("\"resultStatus\":\"S\"");
  }

  @Test
  void adminPort_shouldNotBeTheGateway() {
    Response response =
        HTTP.send(
            "POST",
            SERVICE.adminUrl() + CREATE,
            merchant.sign(CREATE, CreateBodies.MONTHLY),
            CreateBodies.MONTHLY);
    assertThat(response.status()).isEqualTo(404);
    assertThat(commands.given()).isEmpty();
  }

  /** Accepts in the end, long after the deadline. */
  private static Reply after(CountDownLatch latch) {
    try {
      boolean _ = latch.await(20, TimeUnit.SECONDS);
      return ScriptedCommands.ACCEPTED;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private String head(String method, String target, String more) {
    return method
        + " "
        + target
        + " HTTP/1.1\r\nHost: localhost\r\nClient-Id: "
        + merchant.clientId()
        + "\r\n"
        + more
        + "\r\n";
  }

  private Response at(String requestTime) {
    byte[] body = CreateBodies.MONTHLY.getBytes(UTF_8);
    return send(
        "POST", CREATE, merchant.sign("POST", CREATE, requestTime, body), CreateBodies.MONTHLY);
  }

  private Response post(String target, String body) {
    return call("POST", target, body);
  }

  private Response call(String method, String target, String body) {
    String time = Long.toString(System.currentTimeMillis());
    return send(method, target, merchant.sign(method, target, time, body.getBytes(UTF_8)), body);
  }

  private Response send(String method, String target, Map<String, String> headers, String body) {
    return verified(
        HTTP.send(method, SERVICE.gatewayUrl() + target, headers, body), method, target);
  }

  private Response verified(Response response, String method, String target) {
    return verified(response, merchant.platformKeys().getPublic(), method, target);
  }

  private static Response verified(Response response, PublicKey key, String method, String target) {
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("signature").split(",", -1)).hasSize(3);
    assertThat(response.isSignedBy(key, method, target)).isTrue();
    return response;
  }

  private static PublicKey gatewayKey() {
    return Keys.publicKey(SERVICE.bean(MemoryMerchants.class).gatewaySigner().publicKey());
  }
}
