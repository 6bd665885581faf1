package dev.recur.schemas.buyer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A buyer's data as the bytes that are sealed: JSON, so that a later release may add to it. */
final class BuyerJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String EMAIL = "email";
  private static final String NAME = "name";
  private static final String LOCALE = "locale";
  private static final String METADATA = "metadata";
  private static final String UNSUBSCRIBED = "unsubscribed";

  private BuyerJson() {}

  static byte[] encode(BuyerData data) {
    ObjectNode json = JSON.createObjectNode();
    data.email().ifPresent(email -> json.put(EMAIL, email));
    data.name().ifPresent(name -> json.put(NAME, name));
    data.locale().ifPresent(locale -> json.put(LOCALE, locale));
    ObjectNode metadata = json.putObject(METADATA);
    new TreeMap<>(data.metadata()).forEach(metadata::put);
    ArrayNode unsubscribed = json.putArray(UNSUBSCRIBED);
    new TreeSet<>(data.unsubscribed()).forEach(notice -> unsubscribed.add(notice.name()));
    try {
      return JSON.writeValueAsBytes(json);
    } catch (IOException e) {
      throw new UncheckedIOException("A buyer cannot be written as JSON.", e);
    }
  }

  static BuyerData decode(byte[] bytes) {
    JsonNode json;
    try {
      json = JSON.readTree(bytes);
    } catch (IOException e) {
      // Without the cause: it would repeat what it could not read.
      throw new IllegalStateException("What was sealed for a buyer is no JSON.");
    }
    Map<String, String> metadata = new HashMap<>();
    json.path(METADATA)
        .properties()
        .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asText()));
    Set<BuyerNotice> unsubscribed = EnumSet.noneOf(BuyerNotice.class);
    json.path(UNSUBSCRIBED).forEach(notice -> unsubscribed.add(notice(notice.asText())));
    return new BuyerData(
        text(json, EMAIL), text(json, NAME), text(json, LOCALE), metadata, unsubscribed);
  }

  /** A kind that is not known must not be passed over: the buyer would be written to about it. */
  private static BuyerNotice notice(String name) {
    try {
      return BuyerNotice.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "A buyer does not want a kind of notice that this version does not know: roll out readers"
              + " first.",
          e);
    }
  }

  private static Optional<String> text(JsonNode json, String name) {
    return Optional.ofNullable(json.get(name)).map(JsonNode::asText);
  }
}
