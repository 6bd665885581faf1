package dev.recur.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.local.http.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The hosted page of one offer, as a browser has it: what it shows, and what its forms send. */
final class BuyerPage {

  private static final Pattern METHOD =
      Pattern.compile("<input[^>]*name=\"paymentMethodType\"[^>]*>");
  private static final Pattern VALUE = Pattern.compile("value=\"([^\"]*)\"");
  private static final Pattern TOKENS = Pattern.compile("data-tokens-url=\"([^\"]*)\"");
  private static final Pattern STATE = Pattern.compile("<p class=\"state\">([^<]*)</p>");
  private static final Pattern CONNECT = Pattern.compile("connect-src ([^;]*)");
  private static final int SEE_OTHER = 303;

  private final URI url;
  private final Loopback http;

  BuyerPage(URI url, Loopback http) {
    this.url = url;
    this.http = http;
  }

  /**
   * What the page shows.
   *
   * @param methods codes of the methods to choose from, or of the one that asks for a card
   * @param tokens where its script sends a card; empty when it asks for none
   * @param reach what its policy lets the script send to; empty for nothing
   * @param state what has become of the offer; empty while the buyer can decide
   */
  record Shown(List<String> methods, Optional<URI> tokens, String reach, String state) {}

  URI url() {
    return url;
  }

  /** Opens it. */
  Shown open() {
    HttpResponse<byte[]> answer = http.send(HttpRequest.newBuilder(url).GET());
    String html = new String(answer.body(), UTF_8);
    if (answer.statusCode() != 200) {
      throw new DemoFailedException(
          "The buyer's page was answered with HTTP %d: %s".formatted(answer.statusCode(), html));
    }
    List<String> methods = new ArrayList<>();
    for (Matcher method = METHOD.matcher(html); method.find(); ) {
      methods.add(first(VALUE, method.group()).orElse("?"));
    }
    String policy = answer.headers().firstValue("content-security-policy").orElse("");
    return new Shown(
        List.copyOf(methods),
        first(TOKENS, html).map(URI::create),
        first(CONNECT, policy).orElse(""),
        first(STATE, html).orElse(""));
  }

  /**
   * Approves without a choice, as a program may in sandbox.
   *
   * @throws DemoFailedException when it is not done
   */
  void approve() {
    HttpResponse<byte[]> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(url + "/approve"))
                .POST(HttpRequest.BodyPublishers.noBody()));
    if (answer.statusCode() / 100 != 2) {
      throw notApproved(answer);
    }
  }

  /**
   * Approves as the page's form does.
   *
   * @return where the browser is sent
   * @throws DemoFailedException when it is not done
   */
  URI approveBy(Method method) {
    HttpResponse<byte[]> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(url + "/approve"))
                .header("Accept", "text/html")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(method.form())));
    Optional<String> back = answer.headers().firstValue("location");
    if (answer.statusCode() != SEE_OTHER || back.isEmpty()) {
      throw notApproved(answer);
    }
    return URI.create(back.get());
  }

  /**
   * Sends a card where the page's script does.
   *
   * @return the channel's answer: a token, or a message
   */
  JsonNode tokenise(TestCard card) {
    URI tokens =
        open()
            .tokens()
            .orElseThrow(() -> new DemoFailedException("The buyer's page asks for no card"));
    HttpResponse<byte[]> answer =
        http.send(
            HttpRequest.newBuilder(tokens)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(card.fields()))));
    return Json.read(new String(answer.body(), UTF_8));
  }

  private static Optional<String> first(Pattern pattern, String text) {
    return pattern.matcher(text).results().findFirst().map(found -> found.group(1));
  }

  private static DemoFailedException notApproved(HttpResponse<byte[]> answer) {
    return new DemoFailedException(
        "The buyer's approval was answered with HTTP %d: %s"
            .formatted(answer.statusCode(), new String(answer.body(), UTF_8)));
  }
}
