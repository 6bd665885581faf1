package dev.recur.systemtests.input;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.alipay.global.api.tools.SignatureTool;
import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.systemtests.stack.Http;
import dev.recur.systemtests.stack.StackFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests as no SDK would make them. Correct but for what a test changes. */
final class RawGateway {

  static final String CREATE = "/ams/api/v1/subscriptions/create";
  static final String INQUIRE = "/ams/api/v1/subscriptions/inquireSubscription";

  private final URI gateway;
  private final StackFile.Merchant merchant;

  RawGateway(URI gateway, StackFile.Merchant merchant) {
    this.gateway = gateway;
    this.merchant = merchant;
  }

  /** A correct request, signed by the merchant, now. */
  Shot shot(String path, byte[] body) {
    return new Shot(path, body);
  }

  /** A correct request. */
  Shot shot(String path, String body) {
    return new Shot(path, body.getBytes(UTF_8));
  }

  /** A request on its way; what is changed is what its methods say. */
  final class Shot {

    private final String path;
    private final byte[] body;
    private String clientId = merchant.clientId();
    private String time = Long.toString(System.currentTimeMillis());
    private String privateKey = merchant.privateKey();
    private String signedPath;
    private byte[] signedBody;
    private @Nullable String signature;

    private Shot(String path, byte[] body) {
      this.path = path;
      this.body = body;
      this.signedPath = path;
      this.signedBody = body;
    }

    Shot from(String stranger) {
      clientId = stranger;
      return this;
    }

    Shot at(String requestTime) {
      time = requestTime;
      return this;
    }

    Shot signedWith(String anotherPrivateKey) {
      privateKey = anotherPrivateKey;
      return this;
    }

    Shot signedForPath(String anotherPath) {
      signedPath = anotherPath;
      return this;
    }

    Shot signedForBody(String anotherBody) {
      signedBody = anotherBody.getBytes(UTF_8);
      return this;
    }

    /** The header as it is, or none. */
    Shot withSignatureHeader(String header) {
      signature = header;
      return this;
    }

    Answer send() throws IOException {
      Map<String, String> headers = new LinkedHashMap<>();
      headers.put("Content-Type", "application/json; charset=UTF-8");
      headers.put("Client-Id", clientId);
      headers.put("Request-Time", time);
      headers.put("Signature", signature == null ? signatureHeader() : signature);
      HttpRequest.Builder request =
          Http.request(URI.create(gateway + path))
              .POST(HttpRequest.BodyPublishers.ofByteArray(body));
      headers.forEach(
          (name, value) -> {
            if (!value.isEmpty()) {
              request.header(name, value);
            }
          });
      return new Answer(path, clientId, Http.send(request.build()));
    }

    private String signatureHeader() {
      try {
        PrivateKey key =
            KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(privateKey)));
        Signature signer = Signature.getInstance("SHA256withRSA");
        signer.initSign(key);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(
            ("POST " + signedPath + "\n" + clientId + "." + time + ".").getBytes(UTF_8));
        content.writeBytes(signedBody);
        signer.update(content.toByteArray());
        return "algorithm=RSA256,keyVersion=1,signature="
            + URLEncoder.encode(Base64.getEncoder().encodeToString(signer.sign()), UTF_8);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** What came back. */
  final class Answer {

    private final String path;
    private final String clientId;
    private final HttpResponse<String> response;
    private final JsonNode json;

    private Answer(String path, String clientId, HttpResponse<String> response) {
      this.path = path;
      this.clientId = clientId;
      this.response = response;
      this.json = Http.json(response.body());
    }

    int httpStatus() {
      return response.statusCode();
    }

    JsonNode json() {
      return json;
    }

    /** Result status and code, for example {@code F PARAM_ILLEGAL}. */
    String result() {
      JsonNode result = json.path("result");
      return result.path("resultStatus").asText() + " " + result.path("resultCode").asText();
    }

    String message() {
      return json.path("result").path("resultMessage").asText();
    }

    boolean isSigned() {
      return response.headers().firstValue("signature").isPresent()
          && response.headers().firstValue("response-time").isPresent();
    }

    /** True when the official SDK's own tool finds it signed by the platform. */
    boolean isGenuine() {
      try {
        String header = response.headers().firstValue("signature").orElse("");
        return SignatureTool.verify(
            "POST",
            path,
            clientId,
            response.headers().firstValue("response-time").orElse(""),
            response.body(),
            header.substring(header.indexOf("signature=") + "signature=".length()),
            merchant.platformPublicKey());
      } catch (Exception e) {
        throw new AssertionError("The SDK cannot judge the answer", e);
      }
    }
  }
}
