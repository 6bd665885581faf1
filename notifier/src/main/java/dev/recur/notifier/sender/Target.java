package dev.recur.notifier.sender;

import dev.recur.schemas.webhook.Reach;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * A URL to post to, as the client will use it: what is signed and what stands in the request line
 * are the same.
 */
public record Target(HttpUrl url) {

  /** Reads a URL; empty when it is none that can be posted to. */
  public static Optional<Target> parse(String url) {
    return Optional.ofNullable(HttpUrl.parse(url)).map(Target::new);
  }

  /** Path and query as they stand in the request line. */
  public String pathAndQuery() {
    String query = url.encodedQuery();
    return query == null ? url.encodedPath() : url.encodedPath() + "?" + query;
  }

  /** The same number for whatever goes to the same host and port. */
  int receiver() {
    return 31 * url.host().hashCode() + url.port();
  }

  boolean isPlain() {
    return !url.isHttps();
  }

  /** What decides whether it may be posted to. */
  Reach.Url parts() {
    boolean hasUser = !url.encodedUsername().isEmpty() || !url.encodedPassword().isEmpty();
    return new Reach.Url(url.isHttps(), hasUser, url.host(), url.port());
  }
}
