package dev.recur.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.local.http.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** HTTP to this machine and to no other. */
final class Loopback implements AutoCloseable {

  /** Longer than years on the clock, or a bank that does not answer, take on a loaded machine. */
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private static final Set<String> HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(DEADLINE)
          .sslContext(trustingThisMachine())
          .build();

  /**
   * Sends a request and waits for the answer.
   *
   * @throws DemoFailedException when nobody answers, or it would leave this machine
   */
  HttpResponse<byte[]> send(HttpRequest.Builder request) {
    HttpRequest built = request.timeout(DEADLINE).build();
    URI uri = built.uri();
    if (!HOSTS.contains(uri.getHost())) {
      throw new DemoFailedException(uri + " is not on this machine: the demo goes nowhere else");
    }
    try {
      return http.send(built, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new DemoFailedException("No answer from %s: %s".formatted(uri, e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoFailedException("Interrupted while asking " + uri, e);
    }
  }

  /**
   * Sends a request and reads the answer as JSON.
   *
   * @throws DemoFailedException also when the answer is not 200
   */
  JsonNode json(HttpRequest.Builder request) {
    HttpResponse<byte[]> answer = send(request);
    String text = new String(answer.body(), UTF_8);
    if (answer.statusCode() != 200) {
      throw new DemoFailedException(
          "%s was answered with HTTP %d: %s".formatted(answer.uri(), answer.statusCode(), text));
    }
    return Json.read(text);
  }

  @Override
  public void close() {
    http.close();
  }

  /**
   * Takes any certificate, as the local stack signs its own anew wherever it runs. Nobody else can
   * be met: {@link #send} leads only to this machine. The name in the certificate is still checked,
   * and who answers is known from the signature of each answer.
   */
  private static SSLContext trustingThisMachine() {
    X509TrustManager any =
        new X509TrustManager() {
          @Override
          public void checkClientTrusted(X509Certificate[] chain, String authType) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String authType) {}

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {any}, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has TLS.", e);
    }
  }
}
