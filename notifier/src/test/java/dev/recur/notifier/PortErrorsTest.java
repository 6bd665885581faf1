package dev.recur.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import org.junit.jupiter.api.Test;

class PortErrorsTest {

  private final PortErrors errors = new PortErrors();

  @Test
  void unknownPath_shouldBeToldWhatThereIs() {
    HttpResponse<?> answer = refused(HttpRequest.GET("/nowhere"), HttpResponse.notFound());
    assertThat(answer.code()).isEqualTo(404);
    assertThat(answer.getContentType()).contains(MediaType.APPLICATION_JSON_TYPE);
    assertThat(said(answer))
        .contains("There is nothing at /nowhere", "/health", "/prometheus", "/audit");
  }

  @Test
  void otherMethod_shouldBeToldTheOneThatThereIs() {
    MutableHttpResponse<?> notAllowed = HttpResponse.status(HttpStatus.METHOD_NOT_ALLOWED);
    assertThat(said(refused(HttpRequest.POST("/health", ""), notAllowed))).contains("send GET");
  }

  /** HTTP sends no body then. */
  @Test
  void head_shouldBeAnsweredWithoutWords() {
    assertThat(refused(HttpRequest.HEAD("/x"), HttpResponse.notFound()).getBody()).isEmpty();
  }

  private HttpResponse<?> refused(HttpRequest<?> request, MutableHttpResponse<?> refusal) {
    return errors.processResponse(ErrorContext.builder(request).build(), refusal);
  }

  private static String said(HttpResponse<?> answer) {
    return String.valueOf(answer.body());
  }
}
