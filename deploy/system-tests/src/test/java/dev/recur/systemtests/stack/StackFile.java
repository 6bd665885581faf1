package dev.recur.systemtests.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code stack.json} promises (design, Local stack).
 *
 * @param processes name to process id
 */
public record StackFile(
    URI gateway,
    URI admin,
    String adminToken,
    String kafka,
    URI registry,
    Merchant merchant,
    URI ledger,
    URI tokens,
    URI mailUrl,
    URI audit,
    Map<String, Long> processes) {

  /** The sample merchant. */
  public record Merchant(
      String clientId,
      String privateKey,
      String platformPublicKey,
      URI webhookUrl,
      URI receivedUrl) {}

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Reads it; empty while it is not there. It is replaced by rename, so it is never half. */
  public static Optional<StackFile> read(Path file) {
    try {
      return Files.exists(file)
          ? Optional.of(of(MAPPER.readTree(Files.readAllBytes(file))))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static StackFile of(JsonNode json) {
    JsonNode merchant = json.required("merchant");
    Map<String, Long> processes = new TreeMap<>();
    json.required("processes")
        .properties()
        .forEach(process -> processes.put(process.getKey(), number(process.getValue())));
    return new StackFile(
        uri(json, "gateway"),
        uri(json, "admin"),
        text(json, "adminToken"),
        text(json, "kafka"),
        uri(json, "registry"),
        new Merchant(
            text(merchant, "clientId"),
            text(merchant, "privateKey"),
            text(merchant, "platformPublicKey"),
            uri(merchant, "webhookUrl"),
            uri(merchant, "receivedUrl")),
        uri(json, "ledger"),
        uri(json, "tokens"),
        uri(json, "mailUrl"),
        uri(json, "audit"),
        Map.copyOf(processes));
  }

  private static URI uri(JsonNode json, String name) {
    return URI.create(text(json, name));
  }

  private static String text(JsonNode json, String name) {
    JsonNode node = json.required(name);
    if (!node.isTextual()) {
      throw new IllegalStateException(name + " of stack.json is no text: " + node);
    }
    return node.textValue();
  }

  private static long number(JsonNode node) {
    if (!node.isIntegralNumber()) {
      throw new IllegalStateException("A pid in stack.json is no number: " + node);
    }
    return node.longValue();
  }
}
