package dev.recur.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortErrorsTest {

  private final PortErrors errors = new PortErrors();

  @Test
  void unknownPath_shouldBeToldWhatThereIs() {
    HttpResponse<?> answer = refused(HttpRequest.GET("/nowhere"), HttpResponse.notFound());
    assertThat(answer.code()).isEqualTo(404);
    assertThat(answer.getContentType()).contains(MediaType.APPLICATION_JSON_TYPE);
    assertThat(said(answer)).contains("There is nothing at /nowhere", "/health", "/prometheus");
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

  /** The real port, of a process that neither bills nor asks the channel. */
  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/html", "*/*"})
  void port_shouldAnswerSo_whateverIsAccepted(String accept) throws Exception {
    try (EmbeddedServer server =
            ApplicationContext.run(
                EmbeddedServer.class,
                Map.of(
                    "micronaut.server.port", -1,
                    "recur.billing.enabled", false,
                    "recur.channel.enabled", false));
        HttpClient client = HttpClient.newHttpClient()) {
      java.net.http.HttpResponse<String> answer =
          client.send(
              java.net.http.HttpRequest.newBuilder(server.getURI().resolve("/metricz"))
                  .header("Accept", accept)
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body()).startsWith("{\"message\":\"There is nothing at /metricz");
    }
  }

  private HttpResponse<?> refused(HttpRequest<?> request, MutableHttpResponse<?> refusal) {
    return errors.processResponse(ErrorContext.builder(request).build(), refusal);
  }

  private static String said(HttpResponse<?> answer) {
    return String.valueOf(answer.body());
  }
}
