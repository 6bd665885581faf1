package dev.recur.notifier.sender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.avro.AttemptOutcome;
import dev.recur.schemas.avro.WebhookAttempt;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A receiver is who its certificate says, or it is told nothing. */
@Timeout(60)
class TlsTest {

  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path dir;

  @Test
  void certificateForTheName_shouldBeAccepted() throws Exception {
    KeyStore keys = selfSigned("dns:localhost");
    assertThat(attempt(keys, trusting(keys)).getOutcome()).isEqualTo(AttemptOutcome.ACKNOWLEDGED);
  }

  @Test
  void certificateForAnotherName_shouldFail() throws Exception {
    KeyStore keys = selfSigned("dns:elsewhere.example");
    WebhookAttempt attempt = attempt(keys, trusting(keys));

    assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.FAILED);
    assertThat(attempt.getError()).startsWith("TLS: ");
  }

  @Test
  void certificateOfNobodyWeTrust_shouldFail() throws Exception {
    WebhookAttempt attempt = attempt(selfSigned("dns:localhost"), new OkHttpClient.Builder());

    assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.FAILED);
    assertThat(attempt.getError()).startsWith("TLS: ");
  }

  private static WebhookAttempt attempt(KeyStore keys, OkHttpClient.Builder client)
      throws Exception {
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    try (Receiver receiver =
            new Receiver(
                "https",
                context.getServerSocketFactory(),
                Receiver.with(200, Receiver.ACKNOWLEDGEMENT));
        OkHttpEgress egress = OkHttpEgress.unguarded(client)) {
      return new WebhookSender(
              egress, WebhookSenderTest.NOTHING_KEPT, Duration.ofSeconds(10), Clock.systemUTC())
          .attempt(WebhookSenderTest.shipment(receiver.url("/hooks")), TestKeys.signer());
    }
  }

  private static OkHttpClient.Builder trusting(KeyStore keys) throws Exception {
    TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
    managers.init(keys);
    TrustManager[] trust = managers.getTrustManagers();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust, null);
    return new OkHttpClient.Builder()
        .sslSocketFactory(context.getSocketFactory(), (X509TrustManager) trust[0]);
  }

  /** Made by the JDK's own tool; a key store holds the certificate both to show and to trust. */
  private KeyStore selfSigned(String name) throws Exception {
    Path file = dir.resolve(name.replace(':', '-') + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keyalg",
                "EC",
                "-alias",
                "receiver",
                "-dname",
                "CN=receiver",
                "-ext",
                "san=" + name)
            .inheritIO()
            .start();
    assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
    KeyStore own = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      own.load(in, PASSWORD);
    }
    own.setCertificateEntry("trusted", own.getCertificate("receiver"));
    return own;
  }
}
