package dev.recur.local.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recur.local.channel.ledger.LedgerEvent;
import dev.recur.local.http.Json;

/** Ledger events as lines of JSON, each with its {@code type}. */
final class LedgerCodec {

  private LedgerCodec() {}

  static String encode(LedgerEvent event) {
    String type =
        switch (event) {
          case LedgerEvent.Opened _ -> "opened";
          case LedgerEvent.PresentedAgain _ -> "presentedAgain";
          case LedgerEvent.Succeeded _ -> "succeeded";
          case LedgerEvent.Tokenised _ -> "tokenised";
        };
    ObjectNode node = Json.mapper().createObjectNode().put("type", type);
    node.setAll((ObjectNode) Json.mapper().valueToTree(event));
    return Json.write(node);
  }

  static LedgerEvent decode(String line) {
    JsonNode node = Json.read(line);
    String type = node.path("type").asText();
    Class<? extends LedgerEvent> as =
        switch (type) {
          case "opened" -> LedgerEvent.Opened.class;
          case "presentedAgain" -> LedgerEvent.PresentedAgain.class;
          case "succeeded" -> LedgerEvent.Succeeded.class;
          case "tokenised" -> LedgerEvent.Tokenised.class;
          default -> throw new IllegalStateException("A later version's ledger event: " + type);
        };
    try {
      return Json.mapper().treeToValue(node, as);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Not a ledger event: " + line, e);
    }
  }
}
