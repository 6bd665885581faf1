package dev.recur.local.channel.card;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.local.http.BadRequestException;
import dev.recur.local.http.Json;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.regex.Pattern;

/**
 * Reads and checks a card as a buyer's page posts it. What is wrong is said in one sentence that
 * repeats nothing of what was sent, and no other exception leaves here: either could end in a log.
 */
public final class CardReader {

  /** Blanks and hyphens, as people write a number in groups. */
  private static final Pattern GROUPING = Pattern.compile("[ -]");

  /** ISO/IEC 7812: at most 19 digits; shorter than 12 none is in use. */
  private static final Pattern NUMBER = Pattern.compile("[0-9]{12,19}");

  private static final Pattern MONTH = Pattern.compile("0?[1-9]|1[0-2]");
  private static final Pattern YEAR = Pattern.compile("(20)?[0-9]{2}");
  private static final Pattern CVV = Pattern.compile("[0-9]{3,4}");
  private static final int CENTURY = 2000;
  private static final int NAME_CHARS_MAX = 128;

  private CardReader() {}

  /**
   * The card in a JSON object of {@code cardNo}, {@code expiryMonth}, {@code expiryYear}, {@code
   * cvv} and perhaps {@code cardholderName}.
   *
   * @param now the month it is
   * @throws BadRequestException with what the buyer should do
   */
  public static Card read(byte[] body, YearMonth now) {
    JsonNode json = json(body);
    String number = GROUPING.matcher(value(json, "cardNo")).replaceAll("");
    require(NUMBER.matcher(number).matches(), "The card number must have 12 to 19 digits.");
    require(passesLuhn(number), "The card number is not right: check its digits.");
    YearMonth expiry = expiry(value(json, "expiryMonth"), value(json, "expiryYear"));
    require(!expiry.isBefore(now), "The card has expired: use another one.");
    require(
        CVV.matcher(value(json, "cvv")).matches(), "The security code must have 3 or 4 digits.");
    require(
        value(json, "cardholderName").length() <= NAME_CHARS_MAX,
        "The cardholder's name must have at most " + NAME_CHARS_MAX + " characters.");
    return new Card(number, expiry);
  }

  private static JsonNode json(byte[] body) {
    try {
      JsonNode json = Json.mapper().readTree(new String(body, StandardCharsets.UTF_8));
      if (json.isObject()) {
        return json;
      }
    } catch (JsonProcessingException e) {
      // Its message repeats what it could not read.
    }
    throw new BadRequestException(
        400, "Send a JSON object with cardNo, expiryMonth, expiryYear and cvv.");
  }

  /** A text or a whole number as text; empty when it is neither. */
  private static String value(JsonNode json, String name) {
    JsonNode value = json.path(name);
    return value.isTextual() || value.isIntegralNumber() ? value.asText() : "";
  }

  private static YearMonth expiry(String month, String year) {
    require(MONTH.matcher(month).matches(), "The expiry month must be from 1 to 12.");
    require(YEAR.matcher(year).matches(), "The expiry year must have two or four digits.");
    return YearMonth.of(CENTURY + Integer.parseInt(year) % 100, Integer.parseInt(month));
  }

  /** The check digit of ISO/IEC 7812: every second digit from the right counts twice. */
  private static boolean passesLuhn(String number) {
    int sum = 0;
    for (int i = 0; i < number.length(); i++) {
      int digit = number.charAt(number.length() - 1 - i) - '0';
      int counted = i % 2 == 0 ? digit : digit * 2;
      sum += counted > 9 ? counted - 9 : counted;
    }
    return sum % 10 == 0;
  }

  private static void require(boolean fine, String otherwise) {
    if (!fine) {
      throw new BadRequestException(400, otherwise);
    }
  }
}
