package dev.recur.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.local.http.Json;
import dev.recur.schemas.signature.Keys;
import java.net.URI;
import java.net.http.HttpRequest;
import java.security.KeyPair;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

/** Whoever runs the platform: what is asked for with the admin token. */
final class Operator {

  private final Stack stack;
  private final Loopback http;

  Operator(Stack stack, Loopback http) {
    this.stack = stack;
    this.http = http;
  }

  /**
   * Registers a merchant of its own, in sandbox.
   *
   * @param trait what it has beyond the sample merchant, for example {@code pciCertified}
   */
  Credentials register(String trait, Object value) {
    KeyPair keys = Keys.generate();
    String clientId = "SANDBOX_" + UUID.randomUUID();
    JsonNode registered =
        post(
            "/admin/merchants",
            Map.of(
                "clientId",
                clientId,
                "name",
                "Another merchant",
                "publicKey",
                Base64.getEncoder().encodeToString(keys.getPublic().getEncoded()),
                "sandbox",
                true,
                trait,
                value));
    return new Credentials(
        clientId, keys.getPrivate(), Keys.publicKey(registered.path("platformPublicKey").asText()));
  }

  /**
   * Asks for something, and returns the answer.
   *
   * @throws DemoFailedException when it is not done
   */
  JsonNode post(String path, Map<String, ?> body) {
    return http.json(
        request(URI.create(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Json.write(body))));
  }

  /** A request of the admin API that is not made yet. */
  HttpRequest.Builder request(URI path) {
    return HttpRequest.newBuilder(stack.admin().resolve(path))
        .header("Authorization", "Bearer " + stack.adminToken());
  }
}
