package dev.recur.notifier.sender;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.global.api.tools.WebhookTool;
import dev.recur.notifier.delivery.Body;
import dev.recur.notifier.delivery.BodySource;
import dev.recur.notifier.delivery.Shipment;
import dev.recur.notifier.sender.Receiver.Received;
import dev.recur.schemas.avro.AttemptOutcome;
import dev.recur.schemas.avro.WebhookAttempt;
import dev.recur.schemas.signature.Keys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One attempt at receivers of every kind. */
@Timeout(20)
class WebhookSenderTest {

  private static final String BODY = "{\"subscriptionId\":\"S1\",\"text\":\"Käse ☕\"}";
  private static final Duration DEADLINE = Duration.ofMillis(600);
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00.123Z");

  private static final OkHttpEgress EGRESS = OkHttpEgress.unguarded();

  /** Nothing can be fetched: every shipment has its body. */
  static final BodySource NOTHING_KEPT = (_, _) -> Optional.empty();

  private final WebhookSender sender =
      new WebhookSender(EGRESS, NOTHING_KEPT, DEADLINE, Clock.fixed(NOW, ZoneOffset.UTC));

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
  @ValueSource(strings = {"/", "/hooks/payment", "/hooks?shop=7&x=%20y", "/h%C3%B6ks/a+b?q=a|b"})
  void signature_shouldSatisfyTheOfficialSdk(String target) throws Exception {
    try (Receiver receiver = new Receiver(Receiver.with(200, Receiver.ACKNOWLEDGEMENT))) {
      attempt(receiver.url(target));
      Received request = receiver.received().getFirst();

      assertThat(verifies(request, request.body())).isTrue();
      // The negative controls: another body, and another path, must not satisfy it.
      assertThat(verifies(request, request.body().replace("S1", "S2"))).isFalse();
      assertThat(
              verifies(
                  new Received("/elsewhere", request.headers(), request.body()), request.body()))
          .isFalse();
      assertThat(request.body()).isEqualTo(BODY);
      assertThat(request.headers())
          .containsEntry("content-type", "application/json; charset=UTF-8")
          .containsEntry("client-id", TestKeys.MERCHANT)
          .containsEntry("request-time", Long.toString(NOW.toEpochMilli()))
          .containsEntry("accept-encoding", "identity");
    }
  }

  private static boolean verifies(Received request, String body) throws Exception {
    return WebhookTool.checkSignature(
        request.target(),
        "POST",
        request.headers().get("client-id"),
        request.headers().get("request-time"),
        request.headers().get("signature"),
        body,
        Keys.base64(TestKeys.FIRST.getPublic()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500 | {\"result\":{\"resultStatus\":\"S\"}} | HTTP 500 instead of 200",
        "201 | {\"result\":{\"resultStatus\":\"S\"}} | HTTP 201 instead of 200",
        "404 | not here | HTTP 404 instead of 200",
        "200 | {\"result\":{\"resultStatus\":\"F\"}} | is F instead of S",
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

  @Test
  void redirect_shouldBeRefused_andNotFollowed() {
    try (Receiver elsewhere = new Receiver(Receiver.with(200, Receiver.ACKNOWLEDGEMENT));
        Receiver receiver =
            new Receiver(
                out ->
                    out.write(
                        Receiver.http(307, "Location: " + elsewhere.url("/") + "\r\n", "")))) {
      WebhookAttempt attempt = attempt(receiver.url("/hooks"));

      assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.REFUSED);
      assertThat(attempt.getError()).contains("redirects are not followed");
      assertThat(elsewhere.connections()).isZero();
    }
  }

  @Test
  void receiverThatNeverAnswers_shouldFailAtTheDeadline() {
    try (Receiver receiver = new Receiver(_ -> Thread.sleep(Duration.ofSeconds(30)))) {
      assertFailedAtTheDeadline(attempt(receiver.url("/hooks")));
    }
  }

  @Test
  void answerThatDrips_shouldFailAtTheDeadline() {
    try (Receiver receiver =
        new Receiver(
            out -> {
              out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n".getBytes(UTF_8));
              drip(out);
            })) {
      assertFailedAtTheDeadline(attempt(receiver.url("/hooks")));
    }
  }

  @Test
  void headersThatDrip_shouldFailAtTheDeadline() {
    try (Receiver receiver =
        new Receiver(
            out -> {
              out.write("HTTP/1.1 200 OK\r\nX-Slow: ".getBytes(UTF_8));
              drip(out);
            })) {
      assertFailedAtTheDeadline(attempt(receiver.url("/hooks")));
    }
  }

  private static void drip(OutputStream out) throws IOException, InterruptedException {
    for (int i = 0; i < 1000; i++) {
      out.write('x');
      out.flush();
      Thread.sleep(50);
    }
  }

  private static void assertFailedAtTheDeadline(WebhookAttempt attempt) {
    assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.FAILED);
    assertThat(attempt.getHttpStatus()).isNull();
    assertThat(attempt.getError()).contains("within 600 ms");
    assertThat(attempt.getDurationMs()).isBetween(500L, 3_000L);
  }

  @Test
  void endlessAnswer_shouldBeCutAndRefused() {
    try (Receiver receiver =
        new Receiver(
            out -> {
              out.write("HTTP/1.1 200 OK\r\n\r\n{\"result\":\"".getBytes(UTF_8));
              while (true) {
                out.write(new byte[8192]);
              }
            })) {
      WebhookAttempt attempt = attempt(receiver.url("/hooks"));

      assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.REFUSED);
      assertThat(attempt.getError()).contains("longer than 65536 bytes");
    }
  }

  @Test
  void packedAnswer_shouldNotBeUnpacked() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(Receiver.ACKNOWLEDGEMENT.getBytes(UTF_8));
    }
    try (Receiver receiver =
        new Receiver(
            out -> {
              out.write(
                  "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
                      .formatted(packed.size())
                      .getBytes(UTF_8));
              out.write(packed.toByteArray());
            })) {
      assertThat(attempt(receiver.url("/hooks")).getError()).contains("not JSON");
    }
  }

  @Test
  void connectionClosedInMidAnswer_shouldFail() {
    try (Receiver receiver =
        new Receiver(
            out ->
                out.write(
                    "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"result".getBytes(UTF_8)))) {
      WebhookAttempt attempt = attempt(receiver.url("/hooks"));

      assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.FAILED);
      assertThat(receiver.received()).hasSize(1);
    }
  }

  @Test
  void connectionClosedWithoutAnswer_shouldFail_andNotBeTriedAgainByItself() {
    try (Receiver receiver = new Receiver(_ -> {})) {
      assertThat(attempt(receiver.url("/hooks")).getOutcome()).isEqualTo(AttemptOutcome.FAILED);
      assertThat(receiver.received()).hasSize(1);
    }
  }

  @Test
  void nobodyThere_shouldFail() {
    Receiver gone = new Receiver(Receiver.with(200, Receiver.ACKNOWLEDGEMENT));
    gone.close();

    WebhookAttempt attempt = attempt(gone.url("/hooks"));
    assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.FAILED);
    assertThat(attempt.getError()).contains("ConnectException");
  }

  @Test
  void bodyThatIsNotInMemory_shouldBeFetchedByItsOffset() {
    try (Receiver receiver = new Receiver(Receiver.with(200, Receiver.ACKNOWLEDGEMENT))) {
      BodySource kept =
          (partition, offset) ->
              partition == 0 && offset == 42
                  ? Optional.of(new Body(receiver.url("/hooks"), BODY.getBytes(UTF_8)))
                  : Optional.empty();
      WebhookAttempt attempt =
          new WebhookSender(EGRESS, kept, DEADLINE, Clock.fixed(NOW, ZoneOffset.UTC))
              .attempt(shipment(Optional.empty(), 7, 3), TestKeys.signer());

      assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.ACKNOWLEDGED);
      assertThat(attempt.getEventType()).isEqualTo("notifyPayment.SUCCESS");
      assertThat(receiver.received().getFirst().body()).isEqualTo(BODY);
    }
  }

  @Test
  void bodyThatIsGone_shouldFail() {
    WebhookAttempt attempt = sender.attempt(shipment(Optional.empty(), 7, 3), TestKeys.signer());

    assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.FAILED);
    assertThat(attempt.getError()).contains("not on webhook.deliveries any more");
  }

  @Test
  void urlThatCannotBeRead_shouldFail() {
    assertThat(attempt("nowhere").getError()).contains("URL cannot be read");
  }

  private WebhookAttempt attempt(String url) {
    return sender.attempt(shipment(url), TestKeys.signer());
  }

  static Shipment shipment(String url) {
    return shipment(Optional.of(new Body(url, BODY.getBytes(UTF_8))), 7, 3);
  }

  static Shipment shipment(Optional<Body> body, long sequence, int attempt) {
    return new Shipment(
        "D1",
        "lane",
        TestKeys.MERCHANT,
        Optional.empty(),
        "S1",
        sequence,
        attempt,
        attempt == 1,
        "notifyPayment.SUCCESS",
        0,
        42,
        body,
        Optional.empty());
  }
}
