package dev.recur.service.page;

import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.micronaut.http.server.exceptions.response.JsonErrorResponseBodyProvider;
import io.micronaut.views.ModelAndView;
import io.micronaut.views.exceptions.ViewRenderingException;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the server itself refuses, before any page or call is reached: an unknown path, another
 * method, another type of content. A browser at the public port is shown a page; programs are
 * answered in JSON. Merchants' calls do not come here: the gateway answers whatever begins as they
 * do. On the operators' port it is as {@code admin} says.
 */
@Singleton
final class PublicErrors implements ErrorResponseProcessor<Object> {

  private static final Logger LOG = LoggerFactory.getLogger(PublicErrors.class);

  private final JsonErrorResponseBodyProvider<?> operators;

  private final WholePages<Object> templates;

  PublicErrors(JsonErrorResponseBodyProvider<?> operators, WholePages<Object> templates) {
    this.operators = operators;
    this.templates = templates;
  }

  @Override
  public MutableHttpResponse<Object> processResponse(
      ErrorContext context, MutableHttpResponse<?> refusal) {
    HttpRequest<?> request = context.getRequest();
    if (request.getMethod() == HttpMethod.HEAD) {
      return refusal.body(null);
    }
    Reader reader = Readers.stranger(request);
    if (request.isSecure() && reader.browser()) {
      return page(request, refusal, reader);
    }
    return refusal
        .<Object>body(
            request.isSecure() && refusal.code() == HttpStatus.NOT_FOUND.getCode()
                ? new Programs.NotDecided(
                    "There is nothing at %s: check the link you were given. Merchants' calls begin with /ams."
                        .formatted(request.getPath()))
                : operators.body(context, refusal))
        .contentType(MediaType.APPLICATION_JSON_TYPE);
  }

  /**
   * The refusal keeps its own headers: they may say which methods there are. Where no controller
   * answers, nobody but this makes a page of a model.
   */
  private MutableHttpResponse<Object> page(
      HttpRequest<?> request, MutableHttpResponse<?> refusal, Reader reader) {
    HttpStatus status = HttpStatus.valueOf(refusal.code());
    String name = words(status);
    HttpResponse<?> page = Programs.saying(status, name, reader);
    page.getHeaders().forEach((key, values) -> values.forEach(v -> refusal.header(key, v)));
    ModelAndView<?> shown = page.getBody(ModelAndView.class).orElseThrow();
    try {
      return refusal.body(
          templates.html(shown.getView().orElseThrow(), shown.getModel().orElseThrow(), request));
    } catch (ViewRenderingException e) {
      LOG.atError().setCause(e).log("The page of an error failed too; its words go as plain text.");
      return refusal
          .<Object>body(Programs.plainText(name, reader))
          .contentType(MediaType.of("text/plain;charset=utf-8"));
    }
  }

  private static String words(HttpStatus status) {
    return switch (status) {
      case NOT_FOUND, METHOD_NOT_ALLOWED -> "nothing";
      default -> status.getCode() < 500 ? "unreadable" : "notKnownYet";
    };
  }
}
