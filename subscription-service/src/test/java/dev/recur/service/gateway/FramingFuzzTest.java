package dev.recur.service.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.fuzz.Fuzz;
import dev.recur.schemas.fuzz.Mutator;
import dev.recur.service.command.Command;
import dev.recur.service.gateway.RequestEnd.Told;
import dev.recur.service.testing.HttpCaller.Response;
import dev.recur.service.testing.RawSocketCaller;
import dev.recur.service.testing.RunningService;
import dev.recur.service.testing.ScriptedCommands;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever says where a request ends, it is answered, signed. Where there is one way to read that,
 * the next request on the connection is answered as its own. Where there are several, nothing that
 * follows is a request: a proxy in front may have read another, and then it is somebody else's
 * body.
 */
class FramingFuzzTest {

  private static final RunningService SERVICE = RunningService.get();
  private static final RawSocketCaller RAW = new RawSocketCaller(SERVICE);
  private static final ScriptedCommands COMMANDS = SERVICE.bean(ScriptedCommands.class);

  private static final String TARGET = "/ams/api/v1/subscriptions/inquireSubscription";
  private static final String NEXT_TARGET = "/ams/api/v1/subscriptions/create";

  /** Of the next request; as long as every other that takes its place. */
  private static final String REQUEST = "order-4711";

  private static final String CHUNKED = "1Transfer-Encoding: chunked\r\n\r\n";

  /** The first character is HTTP's minor version; what follows stands behind the other headers. */
  private static final String[] SEEDS = {
    "1\r\n",
    "1Content-Length: 2\r\n\r\n{}",
    "0Content-Length: 2\r\nConnection: keep-alive\r\n\r\n{}",
    "1Content-Length: 0\r\n\r\n",
    "1Content-Length: -2\r\n\r\n{}",
    "1Content-Length: +2\r\n\r\n{}",
    "1Content-Length: 2,2\r\n\r\n{}",
    "1Content-Length: 0x2\r\n\r\n{}",
    "1Content-Length : 2\r\n\r\n{}",
    "1Content-Length:\r\n 2\r\n\r\n{}",
    "1X: y\r\n Content-Length: 2\r\n\r\n{}",
    "1Content-Length: 99999999999999999999\r\n\r\n{}",
    "1Content-Length: 1000000\r\n\r\n{}",
    "1Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
    "1Content-Length: 2\r\nContent-Length: 5\r\n\r\n{}",
    "1Content-Length: 12\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    "1Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    CHUNKED + "2\r\n{}\r\n0\r\n\r\n",
    CHUNKED + "1;a=b\r\n{\r\n1\r\n}\r\n0\r\nA: b\r\n\r\n",
    CHUNKED.replace('1', '0') + "2\r\n{}\r\n0\r\n\r\n",
    CHUNKED + "-2\r\n{}\r\n0\r\n\r\n",
    CHUNKED + "0x2\r\n{}\r\n0\r\n\r\n",
    CHUNKED + "zz\r\n{}\r\n0\r\n\r\n",
    CHUNKED + "2\r\n{}\r\nzz\r\n",
    CHUNKED + "\r\n{}\r\n0\r\n\r\n",
    CHUNKED + "ffffffffff\r\n{}\r\n0\r\n\r\n",
    CHUNKED + "2\r\n{}0\r\n\r\n",
    CHUNKED + "2\n{}\n0\n\n",
    "1Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    "1Transfer-Encoding: chunked, gzip\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    "1Transfer-Encoding: xchunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    "1Transfer-Encoding: identity\r\n\r\n",
    "1Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
  };

  private static int tried;

  @BeforeEach
  void accept() {
    COMMANDS.accepting();
  }

  @Test
  void anyFraming_shouldGetASignedAnswer_andTheNextRequestItsOwnOrNone() {
    assertThat(
            Fuzz.of(
                    "framing",
                    Mutator.text(
                        "Content-Length: ",
                        "Transfer-Encoding: ",
                        "chunked",
                        "\r\n",
                        "0",
                        "-1",
                        ",",
                        ";",
                        "ffffffff"))
                .unmeasured()
                .inputs(200)
                .seeds(SEEDS)
                .run(input -> answered(new String(input, ISO_8859_1))))
        .containsKeys(
            "one end, PARAM_ILLEGAL", "one end, INVALID_SIGNATURE", "ends, PARAM_ILLEGAL");
  }

  /** What came of it is a whole request, and signed; it may still not be all that was sent. */
  @Test
  void bodyThatBreaksOff_shouldNotBeTakenForWhole() {
    String body = another();
    String request =
        head('1', NEXT_TARGET, now(), body)
            + CHUNKED.substring(1)
            + "%x\r\n%s\r\nzz\r\n".formatted(body.getBytes(UTF_8).length, body);

    List<Response> answers = RAW.sendAll(request.getBytes(UTF_8));

    assertThat(answers).hasSize(1);
    assertThat(signed(answers.getFirst(), NEXT_TARGET)).isEqualTo("PARAM_ILLEGAL");
    assertThat(answers.getFirst().text()).contains("could not be read to its end");
    assertThat(isGiven(body)).isFalse();
  }

  /** The buyer's pages are reached through the same proxy. */
  @Test
  void pageWithAnotherEncoding_shouldBeRefused_andNothingFollowIt() {
    String request =
        "POST /subscriptions/S/cancel HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: identity\r\n\r\n";
    String body = another();

    List<Response> answers = RAW.sendAll((request + next(now(), body)).getBytes(UTF_8));

    assertThat(answers).singleElement().extracting(Response::status).isEqualTo(400);
    assertThat(isGiven(body)).isFalse();
  }

  /** Of a request with these two headers the decoder takes eight bytes for the body. */
  @ParameterizedTest
  @ValueSource(strings = {"/ams/api/v1/nothing", "/subscriptions/S"})
  void webSocketKeysOfDrafts_shouldLetNothingFollow(String target) {
    String request =
        "GET %s HTTP/1.1\r\nHost: h\r\nSec-WebSocket-Key1: 1\r\nSec-WebSocket-Key2: 2\r\n\r\n"
            .formatted(target);
    String body = another();

    List<Response> answers =
        RAW.sendAll((request + "12345678" + next(now(), body)).getBytes(UTF_8));

    assertThat(answers).hasSize(1);
    assertThat(isGiven(body)).isFalse();
  }

  /** Whoever answers without a look at the body closes the connection all the same. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ams/api/v1/nothing",
        "/ams/api/v1/subscriptions/create",
        "/subscriptions/S/cancel",
        "/x"
      })
  void bodyThatBreaksOffUnread_shouldCloseTheConnection(String target) {
    String request =
        "POST %s HTTP/1.1\r\nHost: h\r\nClient-Id: nobody\r\n".formatted(target)
            + CHUNKED.substring(1);
    String broken = "2\r\n{}\r\nzz\r\n";

    assertThat(RAW.sendAll((request + broken).getBytes(UTF_8))).hasSize(1);
    assertThat(RAW.sendAll(request.getBytes(UTF_8), broken.getBytes(UTF_8))).hasSize(1);
  }

  @Test
  void bodyThatBreaksOff_shouldBeRefusedToOperators() {
    String request =
        "POST /admin/merchants HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer %s\r\n"
                .formatted(RunningService.ADMIN_TOKEN)
            + "Content-Type: application/json\r\n"
            + CHUNKED.substring(1)
            + "2\r\n{}\r\nzz\r\n";

    List<Response> answers = RawSocketCaller.ofOperator(SERVICE).sendAll(request.getBytes(UTF_8));

    assertThat(answers).singleElement().extracting(Response::status).isEqualTo(400);
  }

  private static String now() {
    return Long.toString(System.currentTimeMillis());
  }

  /** What follows: it is well signed, and the last one. */
  private static String next(String time, String body) {
    return head('1', NEXT_TARGET, time, body)
        + "Connection: close\r\nContent-Length: %d\r\n\r\n".formatted(body.getBytes(UTF_8).length)
        + body;
  }

  /** One that is told from what is still done for the connections before. */
  private static String another() {
    // Of four characters, however long it runs.
    String number = Integer.toString(36 * 36 * 36 + ++tried % (35 * 36 * 36 * 36), 36);
    return CreateBodies.MONTHLY.replace(REQUEST, "order-" + number);
  }

  private static boolean isGiven(String body) {
    return COMMANDS.given().stream()
        .anyMatch(command -> body.contains("\"" + requestId(command) + "\""));
  }

  private static String requestId(Command command) {
    return command instanceof Command.Create create ? create.terms().subscriptionRequestId() : "";
  }

  /** All but what says where it ends. */
  private static String head(char minor, String target, String time, String body) {
    return "POST %s HTTP/1.%s\r\nHost: localhost\r\n".formatted(target, minor)
        + SERVICE.live().sign("POST", target, time, body.getBytes(UTF_8)).entrySet().stream()
            .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
            .collect(Collectors.joining());
  }

  private static String answered(String input) {
    if (input.isEmpty() || "01".indexOf(input.charAt(0)) < 0) {
      return "another version";
    }
    COMMANDS.accepting();
    String time = now();
    char minor = input.charAt(0);
    String body = another();
    String next = next(time, body);
    String rest = input.substring(1) + next;
    byte[] request = (head(minor, TARGET, time, "{}") + rest).getBytes(ISO_8859_1);
    RequestEnd end = RequestEnd.of(minor, rest);
    if (end instanceof RequestEnd.NotSent || !RawSocketCaller.goesOutAtOnce(request)) {
      return "waited for";
    }
    if (end instanceof RequestEnd.Several) {
      List<Response> answers = RAW.sendAll(request);
      assertThat(answers).hasSize(1);
      assertThat(isGiven(body)).isFalse();
      return "ends, " + signed(answers.getFirst(), TARGET);
    }
    if (minor == '1' && end instanceof Told told && rest.substring(told.at()).equals(next)) {
      List<Response> answers = RAW.sendAll(request);
      assertThat(answers).hasSize(2);
      assertThat(signed(answers.getLast(), NEXT_TARGET)).isEqualTo("SUCCESS");
      return "one end, " + signed(answers.getFirst(), TARGET);
    }
    return "something else follows, " + signed(RAW.send(request), TARGET);
  }

  private static String signed(Response response, String target) {
    assertThat(response.status()).isEqualTo(200);
    assertThat(
            response.isSignedBy(
                GatewayFuzzTest.keyFor(response.header("client-id")), "POST", target))
        .isTrue();
    return GatewayFuzzTest.result(response);
  }
}
