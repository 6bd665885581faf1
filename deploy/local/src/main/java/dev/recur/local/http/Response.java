package dev.recur.local.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;

/**
 * An answer, in JSON unless its headers name another {@code Content-Type}.
 *
 * @param status HTTP status
 * @param headers beside those of every answer, or in their place; name to value
 * @param body written piece by piece, so that a long one needs no memory
 */
public record Response(int status, Map<String, String> headers, Body body) {

  private static final int NO_CONTENT = 204;

  public Response {
    headers = Map.copyOf(headers);
  }

  /** What is answered. */
  @FunctionalInterface
  public interface Body {
    void writeTo(OutputStream out) throws IOException;
  }

  /** 200 with a value as JSON. */
  public static Response ok(Object value) {
    return of(200, value);
  }

  /** A status with a value as JSON. */
  public static Response of(int status, Object value) {
    return written(status, out -> Json.mapper().writeValue(out, value));
  }

  /** A status with a body that is written as it is. */
  public static Response written(int status, Body body) {
    return new Response(status, Map.of(), body);
  }

  /** 204, without a body. */
  public static Response empty() {
    return written(NO_CONTENT, _ -> {});
  }

  /** A refusal with its reason: {@code {"message": …}}. */
  public static Response refused(int status, String message) {
    return of(status, Map.of("message", message));
  }

  /** The same with more headers. */
  public Response with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(headers);
    all.putAll(more);
    return new Response(status, all, body);
  }

  boolean isEmpty() {
    return status == NO_CONTENT;
  }
}
