package dev.recur.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page that an e-mail's link leads to, as a browser has it. */
final class ManagePage {

  private static final Pattern STATE = Pattern.compile("<p class=\"state\">([^<]*)</p>");
  private static final Pattern CANCEL = action("cancel");
  private static final Pattern METHOD = action("method");
  private static final int SEE_OTHER = 303;

  private final URI url;
  private final Loopback http;

  ManagePage(URI url, Loopback http) {
    this.url = url;
    this.http = http;
  }

  /**
   * What the page shows.
   *
   * @param state how the subscription stands
   * @param cancel where the form is sent by which renewal is switched off; empty without one
   * @param method where the form is sent by which is paid otherwise; empty without one
   */
  record Shown(String state, Optional<URI> cancel, Optional<URI> method) {}

  /** Opens it. */
  Shown open() {
    HttpResponse<byte[]> answer =
        http.send(HttpRequest.newBuilder(url).header("Accept", "text/html").GET());
    String html = new String(answer.body(), UTF_8);
    if (answer.statusCode() != 200) {
      throw new DemoFailedException(
          "The page of an e-mail's link was answered with HTTP %d: %s"
              .formatted(answer.statusCode(), html));
    }
    return new Shown(first(STATE, html).orElse(""), form(CANCEL, html), form(METHOD, html));
  }

  /**
   * Switches renewal off, as the page's form does.
   *
   * @throws DemoFailedException when there is no such form, or it is not done
   */
  void cancel() {
    send(open().cancel(), "");
  }

  /**
   * Pays with another method from now on, as the page's form does.
   *
   * @throws DemoFailedException when there is no such form, or it is not done
   */
  void payBy(Method method) {
    send(open().method(), method.form());
  }

  private void send(Optional<URI> form, String fields) {
    HttpResponse<byte[]> answer =
        http.send(
            HttpRequest.newBuilder(
                    form.orElseThrow(() -> new DemoFailedException("The page has no such form")))
                .header("Accept", "text/html")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(fields)));
    if (answer.statusCode() != SEE_OTHER) {
      throw new DemoFailedException(
          "The form of the page was answered with HTTP %d: %s"
              .formatted(answer.statusCode(), new String(answer.body(), UTF_8)));
    }
  }

  private Optional<URI> form(Pattern action, String html) {
    return first(action, html).map(path -> url.resolve(path.replace("&amp;", "&")));
  }

  private static Pattern action(String name) {
    return Pattern.compile("action=\"([^\"]*/" + name + "\\?[^\"]*)\"");
  }

  private static Optional<String> first(Pattern pattern, String text) {
    return Optional.of(pattern.matcher(text)).filter(Matcher::find).map(found -> found.group(1));
  }
}
