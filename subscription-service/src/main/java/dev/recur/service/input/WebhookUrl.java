package dev.recur.service.input;

import dev.recur.schemas.webhook.Reach;
import java.net.URI;
import java.util.Optional;

/** A URL that somebody is to be told at. What the notifier would never post to is refused here. */
public final class WebhookUrl {

  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private WebhookUrl() {}

  /**
   * Refuses a URL that nothing is posted to, whatever its name leads to; no name is looked up.
   *
   * @param url of field {@code name}, read as an absolute http(s) URL
   * @throws InvalidInputException in the notifier's words
   */
  public static void requireReachable(Reach reach, Fields fields, String name, URI url) {
    Optional<String> objection = reach.objectionToLiteral(parts(url));
    if (objection.isPresent()) {
      throw fields.refuse(name, objection.get());
    }
  }

  /** The port that a scheme means where none is named. */
  public static int usualPort(String scheme) {
    return scheme.equalsIgnoreCase("https") ? HTTPS : HTTP;
  }

  private static Reach.Url parts(URI url) {
    String host = url.getHost();
    int port = url.getPort();
    return new Reach.Url(
        "https".equalsIgnoreCase(url.getScheme()),
        url.getUserInfo() != null,
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
        port >= 0 ? port : usualPort(url.getScheme()));
  }
}
