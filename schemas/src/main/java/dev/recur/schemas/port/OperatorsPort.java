package dev.recur.schemas.port;

import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.util.Map;
import java.util.Optional;

/**
 * A port that is only read. What it refuses, it refuses in one line of JSON, {@code {"message"}}:
 * it has few calls, and says which.
 *
 * @param owner whose port it is, with its article
 * @param calls what there is, in words
 */
public record OperatorsPort(String owner, String calls) {

  /**
   * Puts into a refusal what there is instead; HTTP sends no body to HEAD.
   *
   * @param said what the server itself says of it, where it does
   */
  public MutableHttpResponse<Object> refuse(
      HttpRequest<?> request, MutableHttpResponse<?> refusal, Optional<String> said) {
    if (request.getMethod() == HttpMethod.HEAD) {
      return refusal.body(null);
    }
    return refusal
        .<Object>body(Map.of("message", message(request.getPath(), refusal, said)))
        .contentType(MediaType.APPLICATION_JSON_TYPE);
  }

  private String message(String path, MutableHttpResponse<?> refusal, Optional<String> said) {
    if (refusal.code() == HttpStatus.NOT_FOUND.getCode()) {
      return "There is nothing at %s: this is the port of %s, with %s."
          .formatted(path, owner, calls);
    }
    if (refusal.code() == HttpStatus.METHOD_NOT_ALLOWED.getCode()) {
      return "%s is only read: send GET.".formatted(path);
    }
    return said.orElseGet(() -> refusal.reason() + ".");
  }
}
