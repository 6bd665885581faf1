package dev.recur.billing.app;

import dev.recur.schemas.port.OperatorsPort;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;

/** What the operators' port refuses, in place of the framework's own shape of it. */
@Singleton
final class PortErrors implements ErrorResponseProcessor<Object> {

  private static final OperatorsPort PORT =
      new OperatorsPort(
          "a billing worker", "/health, /health/liveness, /health/readiness and /prometheus");

  @Override
  public MutableHttpResponse<Object> processResponse(
      ErrorContext context, MutableHttpResponse<?> refusal) {
    return PORT.refuse(
        context.getRequest(),
        refusal,
        context.getErrors().stream().findFirst().map(Error::getMessage));
  }
}
