package dev.recur.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a buyer pays, as the wire has it and in words.
 *
 * @param wire the request's {@code paymentMethod}; empty: the request has none
 */
record Method(Map<String, Object> wire, String words) {

  /** What the sandbox channel's tokens begin with. A token is another each time. */
  private static final String TOKEN = "tok_";

  /** The buyer chooses on the page. */
  static final Method OF_THE_BUYERS_CHOICE = new Method(Map.of(), "what the buyer chooses");

  /** A method that needs no id. */
  static Method of(String type) {
    return new Method(Map.of("paymentMethodType", type), type);
  }

  /**
   * A method with its id.
   *
   * @param id a token, or what the sandbox channel does with it
   */
  static Method of(String type, String id) {
    return new Method(
        Map.of("paymentMethodType", type, "paymentMethodId", id),
        isToken(id) ? type + ", its token" : type + " " + id);
  }

  /** A card that the merchant has collected. */
  static Method of(TestCard card) {
    return new Method(
        Map.of("paymentMethodType", "CARD", "paymentMethodMetaData", card.fields()),
        "CARD " + card.words());
  }

  /** The fields as a browser's form sends them. */
  String form() {
    return wire.entrySet().stream()
        .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue().toString(), UTF_8))
        .collect(Collectors.joining("&"));
  }

  /** The method that an answer names in these two fields. */
  static Method in(JsonNode answer) {
    String type = answer.path("paymentMethodType").asText();
    return answer.hasNonNull("paymentMethodId")
        ? of(type, answer.path("paymentMethodId").asText())
        : of(type);
  }

  /** True for what stands in a card's place. */
  static boolean isToken(String id) {
    return id.startsWith(TOKEN);
  }
}
