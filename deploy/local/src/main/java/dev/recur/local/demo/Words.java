package dev.recur.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Amounts, times and ids as a reader wants them, and back. */
final class Words {

  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  /** In a region, whose offset changes. */
  private static final DateTimeFormatter SECOND_AND_OFFSET =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ssxxx", Locale.ROOT);

  /** What makes a request id one of its own, behind its name. */
  private static final int UUID_CHARS = 36;

  private Words() {}

  /** An amount in major units, for example {@code 19.99 USD}. */
  static String money(long minor, String currency) {
    int digits = Currency.getInstance(currency).getDefaultFractionDigits();
    return BigDecimal.valueOf(minor, digits).toPlainString() + " " + currency;
  }

  /** An amount of the wire contract. */
  static String money(JsonNode amount) {
    return money(amount.path("value").asLong(), amount.path("currency").asText());
  }

  /**
   * An amount for the wire contract.
   *
   * @param money for example {@code 19.99 USD}
   */
  static Map<String, String> amount(String money) {
    String[] parts = money.split(" ", 2);
    int digits = Currency.getInstance(parts[1]).getDefaultFractionDigits();
    long minor = new BigDecimal(parts[0]).movePointRight(digits).longValueExact();
    return Map.of("currency", parts[1], "value", Long.toString(minor));
  }

  /** A period rule, for example {@code every 2 weeks}. */
  static String every(int count, String unit) {
    String word = unit.toLowerCase(Locale.ROOT);
    return count == 1 ? "every " + word : "every %d %ss".formatted(count, word);
  }

  /** A time to the second; with its offset where that is not always the same. */
  static String second(ZonedDateTime time) {
    return (time.getZone() instanceof ZoneOffset ? SECOND : SECOND_AND_OFFSET).format(time);
  }

  /** A time of the wire to the second, in a zone. */
  static String second(JsonNode time, ZoneId zone) {
    return second(time(time, zone));
  }

  /** A time of the wire, in a zone. */
  static ZonedDateTime time(JsonNode time, ZoneId zone) {
    return OffsetDateTime.parse(time.asText()).atZoneSameInstant(zone);
  }

  /** An id that no request had before; {@link #name} finds the name again. */
  static String requestId(String name) {
    return name + "-" + UUID.randomUUID();
  }

  /** The name that a request's id was made of. */
  static String name(String requestId) {
    int end = requestId.length() - UUID_CHARS - 1;
    return end > 0 ? requestId.substring(0, end) : requestId;
  }
}
