package dev.recur.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManagePageTest {

  private static final String PAGE =
      """
      <p class="state">A payment could not be taken</p>
      <form method="post" action="/subscriptions/S1/method?expires=1&amp;signature=x&amp;request=buyer-1"></form>
      <form method="post" action="/subscriptions/S1/cancel?expires=1&amp;signature=x"></form>
      """;

  private final List<String> asked = new ArrayList<>();
  private OnLoopback server;
  private String html = PAGE;
  private int decided = 303;

  @BeforeEach
  void start() throws IOException {
    server = new OnLoopback(this::answer);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void open_shouldReadHowItStands_andWhatCanBeDone() {
    ManagePage.Shown shown = page().open();
    assertThat(shown.state()).isEqualTo("A payment could not be taken");
    assertThat(shown.method()).isPresent();
    assertThat(shown.cancel()).isPresent();
    html = "<p class=\"state\">Canceled</p>";
    assertThat(page().open().cancel()).isEmpty();
  }

  @Test
  void forms_shouldBeSentToWhereTheySay() {
    page().payBy(Method.of("MAYA", "a token"));
    page().cancel();
    assertThat(asked)
        .filteredOn(request -> request.startsWith("POST"))
        .containsExactlyInAnyOrder(
            "POST /subscriptions/S1/method?expires=1&signature=x&request=buyer-1"
                + " paymentMethodId=a+token&paymentMethodType=MAYA",
            "POST /subscriptions/S1/cancel?expires=1&signature=x ");
  }

  @Test
  void whatCannotBeDone_shouldFailWithTheReason() {
    decided = 409;
    assertThatThrownBy(() -> page().cancel())
        .isInstanceOf(DemoFailedException.class)
        .hasMessageContaining("409");
    html = "";
    assertThatThrownBy(() -> page().cancel())
        .isInstanceOf(DemoFailedException.class)
        .hasMessageContaining("no such form");
  }

  private ManagePage page() {
    return new ManagePage(server.url("/subscriptions/S1?expires=1&signature=x"), server.http());
  }

  private void answer(HttpExchange exchange) throws IOException {
    String fields = OnLoopback.body(exchange);
    String sorted = String.join("&", List.of(fields.split("&")).stream().sorted().toList());
    asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + sorted);
    boolean shows = exchange.getRequestMethod().equals("GET");
    OnLoopback.answer(exchange, shows ? 200 : decided, html);
  }
}
