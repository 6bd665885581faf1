package dev.recur.service.input;

import io.micronaut.json.tree.JsonNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One JSON value that is to be a single one. Whether it was sent as a string makes no difference.
 *
 * @param label where it stands, for messages: {@code periodRule.periodCount}
 */
record Scalar(String label, JsonNode node) {

  private static final int NUMBER_DIGITS_MAX = 18;

  String text(int charsMax) {
    if (!node.isValueNode() || node.isNull()) {
      throw new InvalidInputException(label + " is not a single value: send a string.");
    }
    String text = node.coerceStringValue();
    int chars = text.codePointCount(0, text.length());
    if (chars > charsMax) {
      throw new InvalidInputException(
          "%s has %d characters: send at most %d.".formatted(label, chars, charsMax));
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new InvalidInputException(label + " holds half a character: send Unicode text.");
    }
    return text;
  }

  long integer(long min, long max) {
    return integer(min, max, "send one.");
  }

  /** A whole number of a currency's smallest unit: many APIs take amounts with a point. */
  long minorUnits(long max) {
    return integer(0, max, "send the currency's smallest units, such as 1999 for 19.99 USD.");
  }

  private long integer(long min, long max, String cure) {
    String text = text(Integer.MAX_VALUE);
    boolean digits = !text.isEmpty() && text.chars().allMatch(c -> '0' <= c && c <= '9');
    if (digits && text.length() <= NUMBER_DIGITS_MAX && (node.isString() || isWholeNumber())) {
      long value = Long.parseLong(text);
      if (min <= value && value <= max) {
        return value;
      }
    }
    throw new InvalidInputException(
        "%s is not a whole number from %d to %d: %s".formatted(label, min, max, cure));
  }

  <E extends Enum<E>> E oneOf(Class<E> type) {
    String text = text(Integer.MAX_VALUE);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(text)) {
        return constant;
      }
    }
    throw new InvalidInputException(
        "%s is none of %s: send one of them.".formatted(label, List.of(type.getEnumConstants())));
  }

  private boolean isWholeNumber() {
    return node.isNumber()
        && (node.getNumberValue() instanceof Integer
            || node.getNumberValue() instanceof Long
            || node.getNumberValue() instanceof BigInteger);
  }
}
