package dev.recur.local.http;

import java.util.Map;

/**
 * An answer in JSON.
 *
 * @param status HTTP status
 * @param body JSON, never empty
 */
public record Response(int status, String body) {

  /** 200 with a value as JSON. */
  public static Response ok(Object value) {
    return of(200, value);
  }

  /** A status with a value as JSON. */
  public static Response of(int status, Object value) {
    return new Response(status, Json.write(value));
  }

  /** A refusal with its reason: {@code {"message": …}}. */
  public static Response refused(int status, String message) {
    return of(status, Map.of("message", message));
  }
}
