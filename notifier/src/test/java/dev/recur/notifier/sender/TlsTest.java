package dev.recur.notifier.sender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.avro.AttemptOutcome;
import dev.recur.schemas.avro.WebhookAttempt;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLServerSocketFactory;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A receiver is who its certificate says, or it is told nothing. */
@Timeout(20)
class TlsTest {

  private static final Authority AUTHORITY = new Authority();

  @Test
  void certificateForTheName_shouldBeAccepted() {
    WebhookAttempt attempt = attempt(certified("localhost"), AUTHORITY.trusting());

    assertThat(attempt.getError()).isNull();
    assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.ACKNOWLEDGED);
    assertThat(attempt.getTlsMs()).isNotNull().isNotNegative();
    assertThat(attempt.getConnectMs()).isNotNull().isNotNegative();
  }

  @Test
  void certificateForAnotherName_shouldFail() {
    assertFails(attempt(certified("elsewhere.example"), AUTHORITY.trusting()));
  }

  @Test
  void certificateThatHasExpired_shouldFail() {
    Instant past = Authority.past();
    assertFails(
        attempt(
            AUTHORITY.receiver("localhost", past, past.plus(Duration.ofDays(1))),
            AUTHORITY.trusting()));
  }

  @Test
  void certificateThatIsNotValidYet_shouldFail() {
    Instant future = Authority.future();
    assertFails(
        attempt(
            AUTHORITY.receiver("localhost", future.minus(Duration.ofDays(1)), future),
            AUTHORITY.trusting()));
  }

  @Test
  void certificateOfNobodyWeTrust_shouldFail() {
    assertFails(attempt(certified("localhost"), new OkHttpClient.Builder()));
    assertFails(attempt(certified("localhost"), new Authority().trusting()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void versionsOfToday_shouldBeSpoken(String version) {
    assertThat(attempt(speaking(version), AUTHORITY.trusting()).getError()).isNull();
  }

  /** The machine's own settings forbid the older ones too, and a test must not rely on that. */
  @Test
  void olderVersions_shouldNotBeOffered() {
    assertThat(OkHttpEgress.TLS.tlsVersions())
        .containsExactlyInAnyOrder(okhttp3.TlsVersion.TLS_1_2, okhttp3.TlsVersion.TLS_1_3);
  }

  @Test
  void receiverThatStallsTheHandshake_shouldFailAtTheDeadline() throws Exception {
    try (ServerSocket deaf = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        OkHttpEgress egress = Loopback.egress(AUTHORITY.trusting())) {
      WebhookAttempt attempt =
          attempt(egress, "https://localhost:" + deaf.getLocalPort() + "/", Duration.ofMillis(400));

      assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.FAILED);
      assertThat(attempt.getError())
          .isEqualTo(
              "E_TIMEOUT: No complete answer within 400 ms; it was still making the connection"
                  + " secure.");
      assertThat(attempt.getDurationMs()).isBetween(350L, 2_000L);
    }
  }

  @Test
  void receiverThatSpeaksPlainHttp_shouldFail() {
    try (Receiver plain = new Receiver(Receiver.with(200, Receiver.ACKNOWLEDGEMENT));
        OkHttpEgress egress = Loopback.egress(AUTHORITY.trusting())) {
      WebhookAttempt attempt =
          attempt(egress, "https://localhost:" + plain.port() + "/", Duration.ofMillis(400));

      assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.FAILED);
      assertThat(attempt.getError()).matches("(E_TLS|E_TIMEOUT): .*");
    }
  }

  /** The certificate is right, and still this machine is not to be reached. */
  @Test
  void certificate_shouldNotOpenAnAddressThatIsRefused() {
    try (Receiver receiver = receiver(certified("shop.example").getServerSocketFactory());
        OkHttpEgress egress =
            OkHttpEgress.allowing(
                List.of(),
                (Dns) _ -> List.of(Loopback.address("127.0.0.1")),
                AUTHORITY.trusting())) {
      WebhookAttempt attempt =
          attempt(egress, "https://shop.example:" + receiver.port() + "/", Duration.ofSeconds(5));

      assertThat(attempt.getError()).startsWith("E_ADDRESS: ");
      assertThat(receiver.connections()).isZero();
    }
  }

  private static SSLContext certified(String name) {
    return AUTHORITY.receiver(name, Authority.past(), Authority.future());
  }

  private static ServerSocketFactory speaking(String version) {
    SSLServerSocketFactory sockets = certified("localhost").getServerSocketFactory();
    return new ServerSocketFactory() {
      @Override
      public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
          throws java.io.IOException {
        var socket = (SSLServerSocket) sockets.createServerSocket(port, backlog, address);
        socket.setEnabledProtocols(new String[] {version});
        return socket;
      }

      @Override
      public ServerSocket createServerSocket(int port, int backlog) {
        throw new UnsupportedOperationException();
      }

      @Override
      public ServerSocket createServerSocket(int port) {
        throw new UnsupportedOperationException();
      }
    };
  }

  private static void assertFails(WebhookAttempt attempt) {
    assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.FAILED);
    assertThat(attempt.getHttpStatus()).isNull();
    assertThat(attempt.getError()).startsWith("E_TLS: ");
  }

  private static WebhookAttempt attempt(SSLContext shown, OkHttpClient.Builder client) {
    return attempt(shown.getServerSocketFactory(), client);
  }

  private static WebhookAttempt attempt(ServerSocketFactory sockets, OkHttpClient.Builder client) {
    try (Receiver receiver = receiver(sockets);
        OkHttpEgress egress = Loopback.egress(client)) {
      return attempt(egress, receiver.url("/hooks"), Duration.ofSeconds(10));
    }
  }

  private static Receiver receiver(ServerSocketFactory sockets) {
    return new Receiver("https", sockets, Receiver.with(200, Receiver.ACKNOWLEDGEMENT));
  }

  private static WebhookAttempt attempt(OkHttpEgress egress, String url, Duration deadline) {
    return new WebhookSender(egress, deadline, Clock.systemUTC())
        .attempt(WebhookSenderTest.shipment(), WebhookSenderTest.body(url), TestKeys.contractUrl());
  }
}
