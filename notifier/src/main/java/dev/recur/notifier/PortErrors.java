package dev.recur.notifier;

import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * What the operators' port refuses, in one line of JSON, {@code {"message"}}: it has few calls, and
 * says which.
 */
@Singleton
final class PortErrors implements ErrorResponseProcessor<Object> {

  private static final String HERE =
      "/health, /health/liveness, /health/readiness, /prometheus and, where it audits, /audit";

  @Override
  public MutableHttpResponse<Object> processResponse(
      ErrorContext context, MutableHttpResponse<?> refusal) {
    HttpRequest<?> request = context.getRequest();
    if (request.getMethod() == HttpMethod.HEAD) {
      return refusal.body(null);
    }
    return refusal
        .<Object>body(Map.of("message", message(context, refusal)))
        .contentType(MediaType.APPLICATION_JSON_TYPE);
  }

  private static String message(ErrorContext context, MutableHttpResponse<?> refusal) {
    String path = context.getRequest().getPath();
    if (refusal.code() == HttpStatus.NOT_FOUND.getCode()) {
      return "There is nothing at %s: this is the port of a notifier, with %s."
          .formatted(path, HERE);
    }
    if (refusal.code() == HttpStatus.METHOD_NOT_ALLOWED.getCode()) {
      return "%s is only read: send GET.".formatted(path);
    }
    return context.getErrors().stream()
        .findFirst()
        .map(Error::getMessage)
        .orElseGet(() -> refusal.reason() + ".");
  }
}
