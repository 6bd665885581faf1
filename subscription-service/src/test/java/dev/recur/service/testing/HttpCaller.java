package dev.recur.service.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.schemas.signature.SignatureHeader;
import dev.recur.schemas.signature.WireSignature;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Map;

/** Calls the service as any HTTP client would, following nothing and hiding nothing. */
public final class HttpCaller {

  /** So that a page that cannot be written fails its test, and does not hold it up. */
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

  private final HttpClient client;

  /** Calls a service. */
  public HttpCaller(RunningService service) {
    client = HttpClient.newBuilder().sslContext(service.tls()).build();
  }

  /** An answer. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Response(int status, java.net.http.HttpHeaders headers, byte[] body) {

    /** The body as text. */
    public String text() {
      return new String(body, UTF_8);
    }

    /** A header that is there. */
    public String header(String name) {
      return headers.firstValue(name).orElseThrow(() -> new AssertionError("no header " + name));
    }

    /** True when the answer's signature is made with the key, for that request. */
    public boolean isSignedBy(PublicKey key, String method, String target) {
      SignatureHeader signature = SignatureHeader.parse(header("signature")).orElseThrow();
      return WireSignature.verify(
          key, signature, method, target, header("client-id"), header("response-time"), body);
    }
  }

  /** Sends anything. */
  public Response send(String method, String url, Map<String, String> headers, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(ANSWER_WITHIN)
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    try {
      HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
      return new Response(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Sends a text. */
  public Response send(String method, String url, Map<String, String> headers, String body) {
    return send(method, url, headers, body.getBytes(UTF_8));
  }
}
