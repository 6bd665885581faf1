package dev.recur.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.Locale;

/** Amounts and times as a reader wants them. */
final class Words {

  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

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

  /** A time to the second, as the wire has it, at an offset. */
  static String second(JsonNode time, ZoneOffset offset) {
    return second(time(time, offset));
  }

  /** A time to the second. */
  static String second(OffsetDateTime time) {
    return SECOND.format(time);
  }

  /** The day of a time at an offset. */
  static String day(JsonNode time, ZoneOffset offset) {
    return time(time, offset).toLocalDate().toString();
  }

  /** A time of the wire, at an offset. */
  static OffsetDateTime time(JsonNode time, ZoneOffset offset) {
    return OffsetDateTime.parse(time.asText()).withOffsetSameInstant(offset);
  }
}
