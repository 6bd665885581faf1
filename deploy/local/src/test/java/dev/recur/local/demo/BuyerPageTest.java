package dev.recur.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BuyerPageTest {

  private static final String FORM =
      """
      <form id="approve" method="post" action="/page/approve" data-tokens-url="%s">
        <input type="radio" name="paymentMethodType" value="CARD" checked="checked" data-card="yes">
        <input type="radio" name="paymentMethodType" value="GCASH">
        <input type="hidden" id="card-token" name="paymentMethodId">
      </form>
      """;

  private final Loopback http = new Loopback();
  private final List<String> asked = new ArrayList<>();
  private HttpServer server;
  private String html = "";
  private int approved = 303;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    http.close();
    server.stop(0);
  }

  @Test
  void open_shouldReadWhatTheFormOffers_andWhereItsScriptMaySend() {
    html = FORM.formatted(url("/tokens"));
    assertThat(page().open())
        .isEqualTo(
            new BuyerPage.Shown(
                List.of("CARD", "GCASH"),
                Optional.of(URI.create(url("/tokens"))),
                url("/tokens"),
                ""));
  }

  @Test
  void open_afterTheDecision_shouldReadItsState() {
    html = "<p class=\"state\">Expired</p>";
    assertThat(page().open().state()).isEqualTo("Expired");
    assertThat(page().open().methods()).isEmpty();
  }

  @Test
  void approveBy_shouldPostTheForm_andTellWhereTheBrowserGoes() {
    assertThat(page().approveBy(Method.of("GCASH"))).hasToString("https://shop.example/thanks");
    assertThat(asked)
        .containsExactly(
            "POST /page/approve application/x-www-form-urlencoded paymentMethodType=GCASH");
  }

  @Test
  void approval_thatIsNotTaken_shouldFailWithTheReason() {
    approved = 409;
    html = "Too late";
    assertThatThrownBy(() -> page().approveBy(Method.of("GCASH")))
        .isInstanceOf(DemoFailedException.class)
        .hasMessage("The buyer's approval was answered with HTTP 409: Too late");
    assertThatThrownBy(() -> page().approve()).isInstanceOf(DemoFailedException.class);
  }

  @Test
  void tokenise_shouldPostTheCardWhereThePageSays() {
    html = FORM.formatted(url("/tokens"));
    TestCard card = TestCard.of("4242424242424242");
    assertThat(page().tokenise(card).path("tokenId").asText()).isEqualTo("tok_1");
    assertThat(asked.getLast())
        .startsWith("POST /tokens application/json ")
        .contains("\"cardNo\":\"4242424242424242\"", "\"expiryMonth\":\"12\"");
    assertThat(card.toString()).isEqualTo("ending in 4242");
  }

  @Test
  void tokenise_onAPageThatAsksForNoCard_shouldFail() {
    TestCard card = TestCard.of("4242424242424242");
    assertThatThrownBy(() -> page().tokenise(card))
        .isInstanceOf(DemoFailedException.class)
        .hasMessage("The buyer's page asks for no card");
  }

  private BuyerPage page() {
    return new BuyerPage(URI.create(url("/page")), http);
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      asked.add(
          "%s %s %s %s"
              .formatted(
                  exchange.getRequestMethod(),
                  path,
                  exchange.getRequestHeaders().getFirst("Content-Type"),
                  body));
      exchange
          .getResponseHeaders()
          .set("Content-Security-Policy", "default-src 'none'; connect-src " + url("/tokens"));
      exchange.getResponseHeaders().set("Location", "https://shop.example/thanks");
      byte[] answer = (path.equals("/tokens") ? "{\"tokenId\":\"tok_1\"}" : html).getBytes(UTF_8);
      exchange.sendResponseHeaders(path.endsWith("/approve") ? approved : 200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }
}
