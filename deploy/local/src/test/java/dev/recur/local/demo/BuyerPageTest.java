package dev.recur.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
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

  private final List<String> asked = new ArrayList<>();
  private OnLoopback server;
  private String html = "";
  private int approved = 303;

  @BeforeEach
  void start() throws IOException {
    server = new OnLoopback(this::answer);
  }

  @AfterEach
  void stop() {
    server.close();
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
    return new BuyerPage(server.url("/page"), server.http());
  }

  private String url(String path) {
    return server.url(path).toString();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.add(
        "%s %s %s %s"
            .formatted(
                exchange.getRequestMethod(),
                path,
                exchange.getRequestHeaders().getFirst("Content-Type"),
                OnLoopback.body(exchange)));
    exchange
        .getResponseHeaders()
        .set("Content-Security-Policy", "default-src 'none'; connect-src " + url("/tokens"));
    exchange.getResponseHeaders().set("Location", "https://shop.example/thanks");
    OnLoopback.answer(
        exchange,
        path.endsWith("/approve") ? approved : 200,
        path.equals("/tokens") ? "{\"tokenId\":\"tok_1\"}" : html);
  }
}
