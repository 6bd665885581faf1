package dev.recur.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.recur.schemas.signature.Keys;
import dev.recur.schemas.signature.SignatureHeader;
import dev.recur.schemas.signature.WireSignature;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.security.KeyPair;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MerchantClientTest {

  private static final KeyPair MERCHANT = Keys.generate();
  private static final KeyPair PLATFORM = Keys.generate();
  private static final KeyPair STRANGER = Keys.generate();
  private static final String CLIENT = "SANDBOX_M";
  private static final Map<String, String> BODY = Map.of("subscriptionId", "S1");

  private final Loopback http = new Loopback();
  private final Deque<String> statuses = new ArrayDeque<>();
  private HttpServer platform;
  private KeyPair signedWith = PLATFORM;
  private boolean signed = true;

  @BeforeEach
  void start() throws IOException {
    platform = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    platform.createContext("/", this::answer);
    platform.start();
  }

  @AfterEach
  void stop() {
    http.close();
    platform.stop(0);
  }

  @Test
  void ask_shouldSignAndTakeASignedAnswer() {
    statuses.add("S");
    assertThat(client().ask("subscriptions/cancel", BODY).isSuccess()).isTrue();
  }

  @Test
  void ask_shouldRepeatWhatIsNotKnownYet() {
    statuses.addAll(List.of("U", "U", "S"));
    client().ask("subscriptions/cancel", BODY);
    assertThat(statuses).isEmpty();
  }

  @Test
  void ask_refused_shouldBeAnAnswer() {
    statuses.add("F");
    Reply reply = client().ask("subscriptions/cancel", BODY);
    assertThat(reply.isSuccess()).isFalse();
    assertThat(reply.code()).isEqualTo("F_CODE");
    assertThat(reply.message()).isEqualTo("F, it says.");
  }

  @Test
  void ask_neverKnown_shouldFail() {
    statuses.addAll(List.of("U", "U", "U"));
    assertThatThrownBy(() -> client().ask("subscriptions/cancel", BODY))
        .isInstanceOf(DemoFailedException.class)
        .hasMessageContaining("U_CODE");
  }

  @Test
  void ask_answerWithoutSignature_shouldFail() {
    statuses.add("S");
    signed = false;
    assertThatThrownBy(() -> client().ask("subscriptions/cancel", BODY))
        .isInstanceOf(DemoFailedException.class)
        .hasMessage("The answer to subscriptions/cancel carries no signature");
  }

  @Test
  void ask_answerSignedByAnother_shouldFail() {
    statuses.add("S");
    signedWith = STRANGER;
    assertThatThrownBy(() -> client().ask("subscriptions/cancel", BODY))
        .isInstanceOf(DemoFailedException.class)
        .hasMessage("The answer to subscriptions/cancel is not signed with the platform's key");
  }

  @Test
  void send_elsewhere_shouldNotLeaveThisMachine() {
    assertThatThrownBy(() -> http.send(HttpRequest.newBuilder(URI.create("https://shop.example/"))))
        .isInstanceOf(DemoFailedException.class)
        .hasMessageContaining("not on this machine");
  }

  private MerchantClient client() {
    URI url = URI.create("http://127.0.0.1:" + platform.getAddress().getPort());
    Credentials merchant = new Credentials(CLIENT, MERCHANT.getPrivate(), PLATFORM.getPublic());
    return new MerchantClient(url, merchant, http, InstantSource.system());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] request = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().toString();
      String status = isSigned(exchange, path, request) ? statuses.remove() : "unsigned";
      byte[] body =
          """
          {"result":{"resultStatus":"%1$s","resultCode":"%1$s_CODE","resultMessage":"%1$s, it says."}}"""
              .formatted(status)
              .getBytes(UTF_8);
      if (signed) {
        SignatureHeader signature =
            WireSignature.sign(signedWith.getPrivate(), 1, "POST", path, CLIENT, "1", body);
        exchange.getResponseHeaders().set("Signature", signature.value());
        exchange.getResponseHeaders().set("Response-Time", "1");
      }
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static boolean isSigned(HttpExchange exchange, String path, byte[] request) {
    return WireSignature.verify(
        MERCHANT.getPublic(),
        SignatureHeader.parse(header(exchange, "Signature")).orElseThrow(),
        "POST",
        path,
        header(exchange, "Client-Id"),
        header(exchange, "Request-Time"),
        request);
  }

  private static String header(HttpExchange exchange, String name) {
    return Objects.requireNonNull(exchange.getRequestHeaders().getFirst(name));
  }
}
