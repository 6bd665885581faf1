package dev.recur.notifier.sender;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recur.schemas.avro.AttemptOutcome;
import dev.recur.schemas.avro.WebhookAttempt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Receivers that do what no receiver should, over real sockets. */
@Timeout(20)
class HostileReceiverTest {

  private static final Duration DEADLINE = Duration.ofMillis(600);

  private static final OkHttpEgress EGRESS = Loopback.egress();

  private final WebhookSender sender = new WebhookSender(EGRESS, DEADLINE, Clock.systemUTC());

  @AfterAll
  static void stop() {
    EGRESS.close();
  }

  @Test
  void neverAnswers_shouldFailAtTheDeadline() {
    try (Receiver receiver = new Receiver(_ -> Thread.sleep(Duration.ofSeconds(30)))) {
      WebhookAttempt attempt = attempt(receiver);

      assertFailedAtTheDeadline(attempt, "waiting for the answer");
      assertThat(attempt.getFirstByteMs()).isNull();
    }
  }

  @Test
  void neverTakesTheRequest_shouldFailAtTheDeadline() throws IOException {
    // Accepts by the machine's own queue; nobody reads.
    try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      byte[] large = new byte[8 * 1024 * 1024];
      WebhookAttempt attempt =
          sender.attempt(
              WebhookSenderTest.shipment(),
              new dev.recur.notifier.delivery.Shipment.Body(
                  "http://localhost:" + deaf.getLocalPort() + "/", large),
              TestKeys.contractUrl());

      assertFailedAtTheDeadline(attempt, "sending");
    }
  }

  @Test
  void dripsItsBody_shouldFailAtTheDeadline() {
    try (Receiver receiver = new Receiver(HostileReceiverTest::dripBody)) {
      WebhookAttempt attempt = attempt(receiver);

      assertFailedAtTheDeadline(attempt, "reading the answer");
      assertThat(attempt.getFirstByteMs()).isNotNull();
    }
  }

  private static void dripBody(OutputStream out) throws IOException, InterruptedException {
    out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n".getBytes(UTF_8));
    drip(out);
  }

  /** Where the body says nothing, the status has said it all. */
  @Test
  void dripsItsBody_shouldNotUndoAnEndpointsAcknowledgement() {
    try (Receiver receiver = new Receiver(HostileReceiverTest::dripBody)) {
      WebhookAttempt attempt = attemptOfEndpoint(receiver);

      assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.ACKNOWLEDGED);
      assertThat(attempt.getDurationMs()).isLessThan(3_000);
    }
  }

  @Test
  void dripsTheBodyOfARefusal_shouldBeRefused() {
    try (Receiver receiver =
        new Receiver(
            out -> {
              out.write(
                  "HTTP/1.1 503 Busy\r\nRetry-After: 60\r\nContent-Length: 1000\r\n\r\n"
                      .getBytes(UTF_8));
              drip(out);
            })) {
      WebhookAttempt attempt = attempt(receiver);

      assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.REFUSED);
      assertThat(attempt.getHttpStatus()).isEqualTo(503);
      assertThat(attempt.getRetryAfter()).isNotNull();
    }
  }

  @Test
  void dripsItsHeaders_shouldFailAtTheDeadline() {
    try (Receiver receiver =
        new Receiver(
            out -> {
              out.write("HTTP/1.1 200 OK\r\nX-Slow: ".getBytes(UTF_8));
              drip(out);
            })) {
      assertFailedAtTheDeadline(attempt(receiver), "waiting for the answer");
    }
  }

  private static void drip(OutputStream out) throws IOException, InterruptedException {
    for (int i = 0; i < 1000; i++) {
      out.write('x');
      out.flush();
      Thread.sleep(50);
    }
  }

  private static void assertFailedAtTheDeadline(WebhookAttempt attempt, String at) {
    assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.FAILED);
    assertThat(attempt.getHttpStatus()).isNull();
    assertThat(attempt.getError())
        .isEqualTo("E_TIMEOUT: No complete answer within 600 ms; it was still " + at + ".");
    assertThat(attempt.getDurationMs()).isBetween(500L, 3_000L);
  }

  @Test
  void neverEndsItsAnswer_shouldBeCutAndRefused() {
    try (Receiver receiver =
        new Receiver(
            out -> {
              out.write("HTTP/1.1 200 OK\r\n\r\n{\"result\":\"".getBytes(UTF_8));
              while (true) {
                out.write(new byte[8192]);
              }
            })) {
      WebhookAttempt attempt = attempt(receiver);

      assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.REFUSED);
      assertThat(attempt.getError())
          .isEqualTo("E_TOO_LONG: The answer is longer than 65536 bytes.");
      assertThat(attempt.getDurationMs()).isLessThan(600);
    }
  }

  @Test
  void neverEndsItsChunks_shouldBeCutAndRefused() {
    try (Receiver receiver =
        new Receiver(
            out -> {
              out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(UTF_8));
              while (true) {
                out.write("1000\r\n".getBytes(UTF_8));
                out.write(new byte[4096]);
                out.write("\r\n".getBytes(UTF_8));
              }
            })) {
      assertThat(attempt(receiver).getError()).startsWith("E_TOO_LONG: ");
    }
  }

  /** 64 MiB of acknowledgement in 64 KiB: whoever unpacks it has lost. */
  @Test
  void sendsAGzipBomb_shouldNotBeUnpacked() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      byte[] zeros = new byte[1024 * 1024];
      for (int i = 0; i < 60; i++) {
        gzip.write(zeros);
      }
    }
    assertThat(packed.size()).isLessThan(WebhookSender.ANSWER_BYTES_MAX);
    try (Receiver receiver =
        new Receiver(
            out -> {
              out.write(
                  "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
                      .formatted(packed.size())
                      .getBytes(UTF_8));
              out.write(packed.toByteArray());
            })) {
      assertThat(attempt(receiver).getError())
          .isEqualTo(
              "E_NOT_ACKNOWLEDGED: The answer is not JSON: answer with result.resultStatus S.");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirectsElsewhere_shouldBeRefused_andNotFollowed(int status) {
    try (Receiver elsewhere = new Receiver(Receiver.with(200, Receiver.ACKNOWLEDGEMENT));
        Receiver receiver =
            new Receiver(
                out ->
                    out.write(
                        Receiver.http(status, "Location: " + elsewhere.url("/") + "\r\n", "")))) {
      WebhookAttempt attempt = attempt(receiver);

      assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.REFUSED);
      assertThat(attempt.getError())
          .isEqualTo(
              "E_REDIRECT: HTTP %d: redirects are not followed; give the final URL."
                  .formatted(status));
      assertThat(elsewhere.connections()).isZero();
    }
  }

  @Test
  void redirectsToMetadata_shouldBeRefused() {
    try (Receiver receiver =
        new Receiver(
            out ->
                out.write(
                    Receiver.http(
                        307, "Location: http://169.254.169.254/latest/meta-data/\r\n", "")))) {
      WebhookAttempt attempt = attempt(receiver);

      assertThat(attempt.getError()).startsWith("E_REDIRECT: ");
      assertThat(attempt.getAddress()).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
    }
  }

  @Test
  void refusesThenAcknowledges_shouldBeTwoAttempts() {
    AtomicInteger asked = new AtomicInteger();
    try (Receiver receiver =
        new Receiver(
            out ->
                out.write(
                    asked.incrementAndGet() == 1
                        ? Receiver.http(500, "", "down")
                        : Receiver.http(200, "", Receiver.ACKNOWLEDGEMENT)))) {
      assertThat(attempt(receiver).getError()).isEqualTo("E_STATUS: HTTP 500 instead of 200.");
      assertThat(receiver.received()).hasSize(1);

      assertThat(attempt(receiver).getOutcome()).isEqualTo(AttemptOutcome.ACKNOWLEDGED);
      assertThat(receiver.received().getLast().headers().get("webhook-id"))
          .isEqualTo(receiver.received().getFirst().headers().get("webhook-id"));
      assertThat(receiver.received().getLast().body())
          .isEqualTo(receiver.received().getFirst().body());
    }
  }

  /** Statuses and headers that HTTP clients like to act on by themselves. */
  @ParameterizedTest
  @CsvSource({
    "401, WWW-Authenticate: Basic realm=x",
    "407, Proxy-Authenticate: Basic realm=x",
    "408, Retry-After: 0",
    "408, Connection: close",
    "421, Connection: keep-alive",
    "503, Retry-After: 0",
    "503, Retry-After: 2147483648",
    "503, Retry-After: 99999999999999999999",
    "101, Connection: upgrade",
    "101, Upgrade: websocket"
  })
  void asksForAnotherRequest_shouldBeRefused_andNotToldTwice(int status, String header) {
    try (Receiver receiver =
        new Receiver(
            "http",
            ServerSocketFactory.getDefault(),
            out -> out.write(Receiver.http(status, header + "\r\n", "")),
            3)) {
      WebhookAttempt attempt = attempt(receiver);

      assertThat(attempt.getError()).isEqualTo("E_STATUS: HTTP " + status + " instead of 200.");
      assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.REFUSED);
      assertThat(attempt.getHttpStatus()).isEqualTo(status);
      assertThat(receiver.received()).hasSize(1);
    }
  }

  /** The client takes an answer for none that has a body where HTTP knows none. */
  @ParameterizedTest
  @CsvSource({"204, hello", "204, ''", "205, hello", "205, ''"})
  void saysThatNothingHasABody_shouldHaveAcknowledged_onAConnectionThatIsClosed(
      int status, String body) {
    try (Receiver receiver = saying(status, body)) {
      for (int attempts = 1; attempts <= 2; attempts++) {
        WebhookAttempt attempt = attemptOfEndpoint(receiver);

        assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.ACKNOWLEDGED);
        assertThat(attempt.getHttpStatus()).isEqualTo(status);
        assertThat(attempt.getDurationMs()).isLessThan(600);
        assertThat(receiver.received()).hasSize(attempts);
        assertThat(receiver.connections()).isEqualTo(attempts);
        await().until(() -> receiver.openConnections() == 0);
      }
    }
  }

  @Test
  void saysThatNothingHasABody_shouldBeRefusedWhereOnly200Acknowledges() {
    try (Receiver receiver = saying(204, "hello")) {
      WebhookAttempt attempt = attempt(receiver);

      assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.REFUSED);
      assertThat(attempt.getError()).isEqualTo("E_STATUS: HTTP 204 instead of 200.");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", ""})
  void changesTheProtocolWithABody_shouldBeRefused_onAConnectionThatIsClosed(String body) {
    try (Receiver receiver = saying(101, body)) {
      WebhookAttempt attempt = attempt(receiver);

      assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.REFUSED);
      assertThat(attempt.getError()).isEqualTo("E_STATUS: HTTP 101 instead of 200.");
      await().until(() -> receiver.openConnections() == 0);
    }
  }

  /** Says that five bytes follow, sends these, and keeps the connection open. */
  private static Receiver saying(int status, String body) {
    return new Receiver(
        "http",
        ServerSocketFactory.getDefault(),
        out ->
            out.write(
                "HTTP/1.1 %d whatever\r\nContent-Length: 5\r\n\r\n%s"
                    .formatted(status, body)
                    .getBytes(UTF_8)),
        3);
  }

  @Test
  void closesInMidAnswer_shouldFail() {
    try (Receiver receiver =
        new Receiver(
            out ->
                out.write(
                    "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"result".getBytes(UTF_8)))) {
      WebhookAttempt attempt = attempt(receiver);

      assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.FAILED);
      assertThat(attempt.getError()).startsWith("E_CLOSED: ");
      assertThat(receiver.received()).hasSize(1);
    }
  }

  @Test
  void closesWithoutAnswer_shouldFail_andNotBeTriedAgainByItself() {
    try (Receiver receiver = new Receiver(_ -> {})) {
      WebhookAttempt attempt = attempt(receiver);

      assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.FAILED);
      assertThat(attempt.getError()).startsWith("E_CLOSED: ");
      assertThat(receiver.received()).hasSize(1);
    }
  }

  @Test
  void resetsAfterTheRequest_shouldFail() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (Socket connection = server.accept()) {
                  connection.getInputStream().readNBytes(100);
                  // Closing sends a reset instead of an end.
                  connection.setSoLinger(true, 0);
                } catch (IOException e) {
                  // The test is over.
                }
              });
      WebhookAttempt attempt = attempt("http://localhost:" + server.getLocalPort() + "/");

      assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.FAILED);
      assertThat(attempt.getError()).startsWith("E_CLOSED: ");
    }
  }

  @Test
  void sendsHugeHeaders_shouldFail_andNotBeReadToTheEnd() {
    try (Receiver receiver =
        new Receiver(
            out -> {
              out.write("HTTP/1.1 200 OK\r\n".getBytes(UTF_8));
              while (true) {
                out.write(("X-Huge: " + "x".repeat(8_000) + "\r\n").getBytes(UTF_8));
              }
            })) {
      WebhookAttempt attempt = attempt(receiver);

      assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.FAILED);
      assertThat(attempt.getError()).startsWith("E_CLOSED: ").contains("longer than 256 KiB");
      assertThat(attempt.getDurationMs()).isLessThan(600);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.6\r\n",
        "HTTP/1.1 abc\r\n\r\n",
        "HTTP/1.1 20\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon here\r\n\r\n",
        "\0\0\0\r\n\r\n"
      })
  void speaksNoHttp_shouldFail(String answer) {
    try (Receiver receiver = new Receiver(out -> out.write(answer.getBytes(UTF_8)))) {
      WebhookAttempt attempt = attempt(receiver);

      assertThat(attempt.getOutcome()).isNotEqualTo(AttemptOutcome.ACKNOWLEDGED);
      assertThat(attempt.getError()).matches("(E_PROTOCOL|E_NOT_ACKNOWLEDGED): .*");
    }
  }

  @Test
  void saysContinueFirst_shouldBeWaitedFor() {
    try (Receiver receiver =
        new Receiver(
            out -> {
              out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(UTF_8));
              out.flush();
              Thread.sleep(50);
              out.write(Receiver.http(200, "", Receiver.ACKNOWLEDGEMENT));
            })) {
      assertThat(attempt(receiver).getOutcome()).isEqualTo(AttemptOutcome.ACKNOWLEDGED);
    }
  }

  @Test
  void saysContinueForEver_shouldFailAtTheDeadline() {
    try (Receiver receiver =
        new Receiver(
            out -> {
              while (true) {
                out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(UTF_8));
                out.flush();
                Thread.sleep(20);
              }
            })) {
      WebhookAttempt attempt = attempt(receiver);

      assertThat(attempt.getOutcome()).isNotEqualTo(AttemptOutcome.ACKNOWLEDGED);
      assertThat(attempt.getDurationMs()).isLessThan(3_000);
    }
  }

  /** The receiver said nothing of it, and closed the connection that was kept open. */
  @Test
  void closesAConnectionThatIsKeptOpen_shouldBeToldOnAnother_inTheSameAttempt() {
    AtomicInteger asked = new AtomicInteger();
    try (Receiver receiver =
        new Receiver(
            "http",
            ServerSocketFactory.getDefault(),
            out -> {
              // The second request on the first connection meets a receiver that hangs up.
              if (asked.incrementAndGet() == 2) {
                throw new java.net.SocketException("closed");
              }
              out.write(Receiver.http(200, "", Receiver.ACKNOWLEDGEMENT));
            },
            2)) {
      assertThat(attempt(receiver).getOutcome()).isEqualTo(AttemptOutcome.ACKNOWLEDGED);
      WebhookAttempt second = attempt(receiver);

      assertThat(second.getOutcome()).isEqualTo(AttemptOutcome.ACKNOWLEDGED);
      assertThat(second.getConnectMs()).isNotNull();
      assertThat(receiver.connections()).isEqualTo(2);
      assertThat(receiver.received()).hasSize(3);
      assertThat(receiver.received().getLast().headers())
          .containsEntry("webhook-attempt", "3")
          .isEqualTo(receiver.received().get(1).headers());
    }
  }

  /** It was taken and is being worked on: another request would do it twice. */
  @Test
  void hangsOnAConnectionThatIsKeptOpen_shouldNotBeToldTwice() {
    AtomicInteger asked = new AtomicInteger();
    try (Receiver receiver =
        new Receiver(
            "http",
            ServerSocketFactory.getDefault(),
            out -> {
              if (asked.incrementAndGet() == 2) {
                Thread.sleep(Duration.ofSeconds(10));
              }
              out.write(Receiver.http(200, "", Receiver.ACKNOWLEDGEMENT));
            },
            2)) {
      attempt(receiver);
      assertFailedAtTheDeadline(attempt(receiver), "waiting for the answer");
      assertThat(receiver.received()).hasSize(2);
    }
  }

  /** Any 2xx acknowledges there. */
  private WebhookAttempt attemptOfEndpoint(Receiver receiver) {
    String url = receiver.url("/");
    return sender.attempt(
        WebhookSenderTest.shipment(), WebhookSenderTest.body(url), TestKeys.endpoint(url));
  }

  private WebhookAttempt attempt(Receiver receiver) {
    return attempt(receiver.url("/hooks"));
  }

  private WebhookAttempt attempt(String url) {
    return sender.attempt(
        WebhookSenderTest.shipment(), WebhookSenderTest.body(url), TestKeys.contractUrl());
  }
}
