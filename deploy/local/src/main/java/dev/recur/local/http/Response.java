package dev.recur.local.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/**
 * An answer in JSON.
 *
 * @param status HTTP status
 * @param body written piece by piece, so that a long one needs no memory
 */
public record Response(int status, Body body) {

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
    return new Response(status, out -> Json.mapper().writeValue(out, value));
  }

  /** A refusal with its reason: {@code {"message": …}}. */
  public static Response refused(int status, String message) {
    return of(status, Map.of("message", message));
  }
}
