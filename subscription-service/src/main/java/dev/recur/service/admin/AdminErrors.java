package dev.recur.service.admin;

import dev.recur.service.history.HistoryUnavailableException;
import dev.recur.service.input.InvalidInputException;
import io.micronaut.context.annotation.Factory;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators are told when something is not done. */
@Factory
final class AdminErrors {

  private static final Logger LOG = LoggerFactory.getLogger(AdminErrors.class);
  private static final int RETRY_AFTER_SECONDS = 1;

  @Singleton
  ExceptionHandler<InvalidInputException, HttpResponse<?>> invalidInput() {
    return (request, invalid) -> HttpResponse.badRequest(new Problem(invalid.inWords()));
  }

  @Singleton
  ExceptionHandler<ConflictException, HttpResponse<?>> conflict() {
    return (request, conflict) ->
        HttpResponse.status(HttpStatus.CONFLICT)
            .body(new Problem(String.valueOf(conflict.getMessage())));
  }

  @Singleton
  ExceptionHandler<UnknownException, HttpResponse<?>> unknown() {
    return (request, unknown) ->
        HttpResponse.notFound(new Problem(String.valueOf(unknown.getMessage())));
  }

  @Singleton
  ExceptionHandler<NotDoneException, HttpResponse<?>> notDone() {
    return AdminErrors::askAgain;
  }

  @Singleton
  ExceptionHandler<HistoryUnavailableException, HttpResponse<?>> unavailable() {
    return AdminErrors::askAgain;
  }

  private static HttpResponse<?> askAgain(HttpRequest<?> request, Exception notDone) {
    LOG.atWarn().setCause(notDone).addKeyValue("path", request.getPath()).log("Not done.");
    return HttpResponse.status(HttpStatus.SERVICE_UNAVAILABLE)
        .header(HttpHeaders.RETRY_AFTER, Integer.toString(RETRY_AFTER_SECONDS))
        .body(new Problem(notDone.getMessage() + " Ask again."));
  }
}
