package dev.recur.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.local.http.Json;
import dev.recur.schemas.signature.SignatureHeader;
import dev.recur.schemas.signature.WireSignature;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** The merchant's side of the contract: signs what it asks, and believes only what is signed. */
final class MerchantClient {

  private static final String PATH = "/ams/sandbox/api/v1/";
  private static final int KEY_VERSION = 1;

  /** A result of U asks for the same request again; each of them waits 10 s before it says so. */
  private static final int ASKED_TIMES_MAX = 3;

  private final URI gateway;
  private final Credentials credentials;
  private final Loopback http;
  private final InstantSource clock;

  MerchantClient(URI gateway, Credentials credentials, Loopback http, InstantSource clock) {
    this.gateway = gateway;
    this.credentials = credentials;
    this.http = http;
    this.clock = clock;
  }

  /**
   * Asks until the result is final.
   *
   * @param operation for example {@code subscriptions/create}
   * @return the answer with S or F
   * @throws DemoFailedException when the result stays U
   */
  Reply ask(String operation, Map<String, ?> body) {
    Reply reply = askOnce(operation, body);
    for (int asked = 1; reply.isUnknown() && asked < ASKED_TIMES_MAX; asked++) {
      reply = askOnce(operation, body);
    }
    if (reply.isUnknown()) {
      throw new DemoFailedException(operation + " was answered " + reply.body().path("result"));
    }
    return reply;
  }

  /** An inquiry; empty as long as the result is not S. */
  Optional<JsonNode> inquire(String operation, Map<String, ?> body) {
    return Optional.of(askOnce(operation, body)).filter(Reply::isSuccess).map(Reply::body);
  }

  private Reply askOnce(String operation, Map<String, ?> body) {
    String path = PATH + operation;
    byte[] bytes = Json.write(body).getBytes(UTF_8);
    String time = Long.toString(clock.millis());
    SignatureHeader signature =
        WireSignature.sign(
            credentials.privateKey(),
            KEY_VERSION,
            "POST",
            path,
            credentials.clientId(),
            time,
            bytes);
    HttpResponse<byte[]> answer =
        http.send(
            HttpRequest.newBuilder(gateway.resolve(path))
                .header("Content-Type", "application/json; charset=UTF-8")
                .header("Client-Id", credentials.clientId())
                .header("Request-Time", time)
                .header("Signature", signature.value())
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes)));
    if (answer.statusCode() != 200) {
      throw new DemoFailedException(operation + " was answered with HTTP " + answer.statusCode());
    }
    requireSigned(operation, path, answer);
    return new Reply(Json.read(new String(answer.body(), UTF_8)));
  }

  private void requireSigned(String operation, String path, HttpResponse<byte[]> answer) {
    Optional<SignatureHeader> signature =
        answer.headers().firstValue("signature").flatMap(SignatureHeader::parse);
    Optional<String> time = answer.headers().firstValue("response-time");
    if (signature.isEmpty() || time.isEmpty()) {
      throw new DemoFailedException("The answer to " + operation + " carries no signature");
    }
    if (!WireSignature.verify(
        credentials.platformKey(),
        signature.get(),
        "POST",
        path,
        credentials.clientId(),
        time.get(),
        answer.body())) {
      throw new DemoFailedException(
          "The answer to " + operation + " is not signed with the platform's key");
    }
  }
}
