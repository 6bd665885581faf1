package dev.recur.notifier.sender;

import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * A URL to post to, as the client will use it: what is signed and what stands in the request line
 * are the same.
 */
public record Target(HttpUrl url) {

  private static final int PORT_HTTP = 80;
  private static final int PORT_HTTPS = 443;

  /** Ports below belong to services of the system, few of which speak HTTP. */
  private static final int PORT_FREE_MIN = 1024;

  /** Reads a URL; empty when it is none that can be posted to. */
  public static Optional<Target> parse(String url) {
    return Optional.ofNullable(HttpUrl.parse(url)).map(Target::new);
  }

  /** Path and query as they stand in the request line. */
  public String pathAndQuery() {
    String query = url.encodedQuery();
    return query == null ? url.encodedPath() : url.encodedPath() + "?" + query;
  }

  boolean isPlain() {
    return !url.isHttps();
  }

  /** Why nothing is posted to this URL, whatever its name leads to; empty for one that may be. */
  Optional<Failure> objection() {
    if (!url.encodedUsername().isEmpty() || !url.encodedPassword().isEmpty()) {
      return objection("The URL has a user name in it: give it without one.");
    }
    if (Literals.isAmbiguous(url.host())) {
      return objection("The URL's host is a number: give a name, or an address of four numbers.");
    }
    int port = url.port();
    if (port < PORT_FREE_MIN && port != (isPlain() ? PORT_HTTP : PORT_HTTPS)) {
      return objection(
          "The URL's port is %d: give %d, or one from %d on."
              .formatted(port, PORT_HTTPS, PORT_FREE_MIN));
    }
    return Optional.empty();
  }

  private static Optional<Failure> objection(String reason) {
    return Optional.of(new Failure(FailureCode.E_URL, reason));
  }
}
