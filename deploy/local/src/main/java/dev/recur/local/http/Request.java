package dev.recur.local.http;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** A request as it came. */
public final class Request {

  private final String method;
  private final URI uri;
  private final Map<String, String> headers;
  private final byte[] body;

  /**
   * A request.
   *
   * @param method for example {@code POST}
   * @param uri path and query as they stand in the request line
   * @param headers name in lower case to value; several values are joined with a comma and a blank
   * @param body empty when there is none; not copied
   */
  public Request(String method, URI uri, Map<String, String> headers, byte[] body) {
    this.method = method;
    this.uri = uri;
    this.headers = Map.copyOf(headers);
    this.body = body;
  }

  /** The method, for example {@code POST}. */
  public String method() {
    return method;
  }

  /** All headers, names in lower case. */
  public Map<String, String> headers() {
    return headers;
  }

  /** The body byte for byte; not to be changed. */
  public byte[] body() {
    return body;
  }

  /** The path, decoded. */
  public String path() {
    return uri.getPath();
  }

  /** Path and query, as a signature covers them. */
  public String pathAndQuery() {
    return uri.getRawQuery() == null
        ? uri.getRawPath()
        : uri.getRawPath() + "?" + uri.getRawQuery();
  }

  /** A header's value; the name in lower case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** A query parameter's first value, decoded. */
  public Optional<String> query(String name) {
    if (uri.getRawQuery() == null) {
      return Optional.empty();
    }
    for (String pair : uri.getRawQuery().split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0 && decode(pair.substring(0, equals)).equals(name)) {
        return Optional.of(decode(pair.substring(equals + 1)));
      }
    }
    return Optional.empty();
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new BadRequestException(400, "The query is not URL-encoded");
    }
  }
}
