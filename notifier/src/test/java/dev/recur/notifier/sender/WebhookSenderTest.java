package dev.recur.notifier.sender;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.delivery.Shipment;
import dev.recur.schemas.avro.AttemptOutcome;
import dev.recur.schemas.avro.WebhookAttempt;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an attempt is told of, and what acknowledges it. */
@Timeout(20)
class WebhookSenderTest {

  static final String BODY = "{\"subscriptionId\":\"S1\",\"text\":\"Käse ☕\"}";
  private static final Duration DEADLINE = Duration.ofSeconds(2);
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00.123Z");

  private static final OkHttpEgress EGRESS = Loopback.egress();

  private final WebhookSender sender =
      new WebhookSender(EGRESS, DEADLINE, Clock.fixed(NOW, ZoneOffset.UTC));

  @AfterAll
  static void stop() {
    EGRESS.close();
  }

  @Test
  void statusS_shouldBeAcknowledged() {
    try (Receiver receiver = new Receiver(Receiver.with(200, Receiver.ACKNOWLEDGEMENT))) {
      WebhookAttempt attempt = attempt(receiver.url("/hooks"));

      assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.ACKNOWLEDGED);
      assertThat(attempt.getHttpStatus()).isEqualTo(200);
      assertThat(attempt.getError()).isNull();
      assertThat(attempt.getStartedAt()).isEqualTo(NOW);
      assertThat(attempt.getAttempt()).isEqualTo(3);
      assertThat(receiver.received()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500 | {\"result\":{\"resultStatus\":\"S\"}} | E_STATUS: HTTP 500 instead of 200",
        "201 | {\"result\":{\"resultStatus\":\"S\"}} | HTTP 201 instead of 200",
        "404 | not here | HTTP 404 instead of 200",
        "200 | {\"result\":{\"resultStatus\":\"F\"}} | E_NOT_ACKNOWLEDGED: The answer's result.resultStatus is F instead of S",
        "200 | {\"resultStatus\":\"S\"} | no result.resultStatus",
        "200 | {\"result\":{\"resultStatus\":\"S\"} | not JSON",
        "200 | {\"result\":{\"resultStatus\":\"S\"}}{} | no result.resultStatus",
        "200 | success | not JSON"
      })
  void anyOtherAnswer_shouldBeRefused(int status, String body, String reason) {
    try (Receiver receiver = new Receiver(Receiver.with(status, body))) {
      WebhookAttempt attempt = attempt(receiver.url("/hooks"));

      assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.REFUSED);
      assertThat(attempt.getHttpStatus()).isEqualTo(status);
      assertThat(attempt.getError()).contains(reason);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 299})
  void endpoint_shouldAcknowledgeByAny2xx_whateverTheBody(int status) {
    try (Receiver receiver = new Receiver(Receiver.with(status, status == 204 ? "" : "thanks"))) {
      WebhookAttempt attempt = toEndpoint(receiver.url("/hooks"));

      assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.ACKNOWLEDGED);
      assertThat(attempt.getHttpStatus()).isEqualTo(status);
      assertThat(attempt.getError()).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "307, E_REDIRECT: HTTP 307",
    "410, E_STATUS: HTTP 410 instead of 2xx.",
    "500, E_STATUS: HTTP 500 instead of 2xx."
  })
  void endpoint_shouldAcknowledgeByNothingElse(int status, String error) {
    try (Receiver receiver =
        new Receiver(Receiver.with(status, "{\"result\":{\"resultStatus\":\"S\"}}"))) {
      WebhookAttempt attempt = toEndpoint(receiver.url("/hooks"));

      assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.REFUSED);
      assertThat(attempt.getError()).startsWith(error);
    }
  }

  @Test
  void endpoint_shouldBeToldWhereItIsNow_andNotWhereItWas() {
    try (Receiver now = new Receiver(Receiver.with(204, ""));
        Receiver before = new Receiver(Receiver.with(204, ""))) {
      WebhookAttempt attempt =
          sender.attempt(shipment(), body(before.url("/old")), TestKeys.endpoint(now.url("/new")));

      assertThat(attempt.getUrl()).isEqualTo(now.url("/new"));
      assertThat(now.received()).hasSize(1);
      assertThat(before.connections()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"429", "503", "500", "302", "410"})
  void retryAfter_shouldBeHeeded_whereTheAnswerIsNoSuccess(int status) {
    try (Receiver receiver =
        new Receiver(out -> out.write(Receiver.http(status, "Retry-After: 90\r\n", "")))) {
      assertThat(attempt(receiver.url("/")).getRetryAfter())
          .isEqualTo(NOW.plusSeconds(90).truncatedTo(ChronoUnit.MILLIS));
    }
  }

  @Test
  void retryAfter_shouldNotBeHeeded_ofASuccess() {
    try (Receiver receiver =
        new Receiver(out -> out.write(Receiver.http(200, "Retry-After: 90\r\n", "no")))) {
      assertThat(attempt(receiver.url("/")).getRetryAfter()).isNull();
    }
  }

  @Test
  void attempt_shouldTellItsPhases() {
    try (Receiver receiver =
        new Receiver(
            "http",
            ServerSocketFactory.getDefault(),
            out -> {
              Thread.sleep(60);
              out.write(Receiver.http(200, "", Receiver.ACKNOWLEDGEMENT));
            },
            2)) {
      WebhookAttempt first = attempt(receiver.url("/hooks"));
      assertThat(first.getDnsMs()).isNotNull().isNotNegative();
      assertThat(first.getConnectMs()).isNotNull().isNotNegative();
      assertThat(first.getTlsMs()).isNull();
      assertThat(first.getFirstByteMs()).isBetween(50L, 600L);
      assertThat(first.getDurationMs()).isGreaterThanOrEqualTo(first.getFirstByteMs());
      assertThat(first.getAddress()).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
      assertThat(first.getUrl()).isEqualTo(receiver.url("/hooks"));
      assertThat(first.getEventType()).isEqualTo("notifyPayment.SUCCESS");

      WebhookAttempt second = attempt(receiver.url("/hooks"));
      assertThat(receiver.connections()).isEqualTo(1);
      assertThat(second.getDnsMs()).isNull();
      assertThat(second.getConnectMs()).isNull();
      assertThat(second.getFirstByteMs()).isBetween(50L, 600L);
      assertThat(second.getAddress()).isEqualTo(first.getAddress());
    }
  }

  @Test
  void nobodyThere_shouldFail() {
    Receiver gone = new Receiver(Receiver.with(200, Receiver.ACKNOWLEDGEMENT));
    gone.close();

    WebhookAttempt attempt = attempt(gone.url("/hooks"));
    assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.FAILED);
    assertThat(attempt.getError()).startsWith("E_CONNECT: ConnectException");
  }

  @Test
  void urlThatCannotBeRead_shouldFail() {
    assertThat(attempt("nowhere").getError()).startsWith("E_URL: The URL cannot be read");
  }

  private WebhookAttempt attempt(String url) {
    return sender.attempt(shipment(), body(url), TestKeys.contractUrl());
  }

  private WebhookAttempt toEndpoint(String url) {
    return sender.attempt(shipment(), body(url), TestKeys.endpoint(url));
  }

  static Shipment.Body body(String url) {
    return new Shipment.Body(url, BODY.getBytes(UTF_8));
  }

  static Shipment shipment() {
    return new Shipment(
        "D1",
        "lane",
        TestKeys.MERCHANT,
        Optional.empty(),
        "S1",
        7,
        3,
        false,
        "notifyPayment.SUCCESS",
        0,
        0,
        Optional.empty(),
        Optional.empty());
  }
}
