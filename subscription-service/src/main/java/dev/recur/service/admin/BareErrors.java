package dev.recur.service.admin;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.JsonErrorResponseBodyProvider;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.handler.codec.http.TooLongHttpLineException;
import jakarta.inject.Singleton;
import java.net.URISyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the server itself refuses on the operators' port, before any call is reached, in the shape
 * in which calls refuse: an unknown path, another method, another type of content. What of it is
 * said at the public port is for {@code page} to decide.
 */
@Singleton
@Replaces(JsonErrorResponseBodyProvider.class)
final class BareErrors implements JsonErrorResponseBodyProvider<Problem> {

  @Override
  public Problem body(ErrorContext context, HttpResponse<?> response) {
    return new Problem(
        switch (HttpStatus.valueOf(response.code())) {
          case NOT_FOUND ->
              "There is no call at %s: check the path against the list of calls in"
                      .formatted(context.getRequest().getPath())
                  + " subscription-service/README.md.";
          case METHOD_NOT_ALLOWED ->
              "%s is not made with %s: send %s."
                  .formatted(
                      context.getRequest().getPath(),
                      context.getRequest().getMethodName(),
                      methods(response));
          case NOT_ACCEPTABLE -> "The answer is JSON: send Accept: application/json, or no Accept.";
          case REQUEST_ENTITY_TOO_LARGE ->
              isLineTooLong(context.getRequest())
                  ? "The path and query are too long: send less than 65000 characters."
                  : "The body is too long: send the named fields only.";
          case BAD_REQUEST -> badRequest(context, response);
          default -> asTheServerSays(context, response);
        });
  }

  private static String badRequest(ErrorContext context, HttpResponse<?> response) {
    return context.getRootCause().filter(URISyntaxException.class::isInstance).isPresent()
        ? "The path or query is not well-formed: send %25 for a percent sign, and %20 and the like"
            + " for what has no place in a URL."
        : asTheServerSays(context, response);
  }

  private static String asTheServerSays(ErrorContext context, HttpResponse<?> response) {
    return context.getErrors().stream()
        .findFirst()
        .map(Error::getMessage)
        .orElseGet(() -> response.reason() + ".");
  }

  /** The server has one status for it and for a body that is too long. */
  private static boolean isLineTooLong(HttpRequest<?> request) {
    return request instanceof NettyHttpRequest<?> netty
        && netty.getNativeRequest().decoderResult().cause() instanceof TooLongHttpLineException;
  }

  private static String methods(HttpResponse<?> response) {
    return response.getHeaders().getAll(HttpHeaders.ALLOW).stream()
        .flatMap(list -> Stream.of(list.split(",")))
        .map(String::strip)
        .sorted()
        .collect(Collectors.joining(" or "));
  }
}
