package dev.recur.billing.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recur.schemas.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a channel says of an order that it will not have, fit for the ledger and for a log: one
 * short line, and nothing in it that may be a card's number, which a channel might repeat.
 */
final class RefusalWords {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** As much of a result's message as the status leaves. */
  private static final int CHARS_MAX = 200;

  /** What is looked at of an answer: the rest is no reason any more. */
  private static final int READ_CHARS_MAX = 4 * CHARS_MAX;

  /** As many digits as the shortest card's number, however they are grouped. */
  private static final Pattern NUMBER =
      Pattern.compile("\\p{Nd}(?:[^\\p{L}\\p{N}]{0,3}\\p{Nd}){11,}");

  private RefusalWords() {}

  /**
   * The reason.
   *
   * @param body of the answer: a JSON object, of which {@code code} and {@code message} are read,
   *     or any text
   * @return empty where it says nothing
   */
  static String of(String body) {
    String read = words(body);
    String line = PlainText.line(read.substring(0, Math.min(read.length(), READ_CHARS_MAX)));
    String safe = NUMBER.matcher(line).replaceAll("[number]");
    // Once more a line: what is cut off may be half of a character.
    return safe.length() <= CHARS_MAX ? safe : PlainText.line(safe.substring(0, CHARS_MAX));
  }

  private static String words(String body) {
    try {
      JsonNode json = MAPPER.readTree(body);
      if (!json.isObject()) {
        return body;
      }
      List<String> said = new ArrayList<>();
      for (String field : List.of("code", "message")) {
        String text = json.path(field).asText().strip();
        if (!text.isEmpty()) {
          said.add(text);
        }
      }
      return String.join(": ", said);
    } catch (JsonProcessingException e) {
      return body;
    }
  }
}
