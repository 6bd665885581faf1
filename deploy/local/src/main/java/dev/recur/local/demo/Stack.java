package dev.recur.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.local.http.Json;
import dev.recur.schemas.signature.Keys;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How the local stack is reached: what the demo needs of {@code stack.json}.
 *
 * @param merchant the sample merchant
 * @param webhookUrl where the sample merchant takes webhooks
 * @param receivedUrl where it shows those it took
 * @param mailUrl where e-mails to buyers are shown
 * @param ledger where the sandbox channel shows what it was asked for
 * @param kafka the broker, and {@code registry} the schemas: for whoever writes onto topics
 * @param audit where is shown what is overdue, has no outcome or does not add up
 */
record Stack(
    URI gateway,
    URI admin,
    String adminToken,
    Credentials merchant,
    URI webhookUrl,
    URI receivedUrl,
    URI mailUrl,
    URI ledger,
    String kafka,
    URI registry,
    URI audit) {

  /**
   * Reads the file.
   *
   * @throws DemoFailedException when it is not there or not whole
   */
  static Stack read(Path file) {
    try {
      JsonNode stack = Json.read(Files.readString(file));
      JsonNode merchant = stack.path("merchant");
      return new Stack(
          URI.create(text(stack, "gateway")),
          URI.create(text(stack, "admin")),
          text(stack, "adminToken"),
          new Credentials(
              text(merchant, "clientId"),
              Keys.privateKey(text(merchant, "privateKey")),
              Keys.publicKey(text(merchant, "platformPublicKey"))),
          URI.create(text(merchant, "webhookUrl")),
          URI.create(text(merchant, "receivedUrl")),
          URI.create(text(stack, "mailUrl")),
          URI.create(text(stack, "ledger")),
          text(stack, "kafka"),
          URI.create(text(stack, "registry")),
          URI.create(text(stack, "audit")));
    } catch (IOException | IllegalArgumentException e) {
      throw new DemoFailedException("The stack is not described in %s: %s".formatted(file, e), e);
    }
  }

  private static String text(JsonNode node, String field) {
    String text = node.path(field).asText("");
    if (text.isEmpty()) {
      throw new IllegalArgumentException("there is no " + field);
    }
    return text;
  }
}
