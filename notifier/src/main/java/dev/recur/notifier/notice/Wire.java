package dev.recur.notifier.notice;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** How the contract writes what several notifications say. */
final class Wire {

  private Wire() {}

  /**
   * A time as the contract writes it: whole seconds, with the offset that the merchant counts in.
   */
  static String time(Instant time, ZoneId zone) {
    return time(time.truncatedTo(ChronoUnit.SECONDS).atZone(zone).toOffsetDateTime());
  }

  /** The same of whole seconds. A formatter would take the most of what rendering takes. */
  static String time(OffsetDateTime time) {
    LocalDateTime local = time.toLocalDateTime();
    // The standard form leaves out seconds that are 0.
    String seconds = local.getSecond() == 0 ? ":00" : "";
    return local + seconds + time.getOffset().getId();
  }

  /** A field that is left out where there is nothing to say. */
  static void textIfKnown(JsonGenerator json, String field, Optional<String> text)
      throws IOException {
    if (text.isPresent()) {
      json.writeStringField(field, text.get());
    }
  }

  static void money(JsonGenerator json, String field, Money money) throws IOException {
    json.writeObjectFieldStart(field);
    json.writeStringField("currency", money.currency());
    json.writeStringField("value", Long.toString(money.amountMinor()));
    json.writeEndObject();
  }

  /**
   * The result that a notification is about.
   *
   * @param status S or F
   */
  static void result(JsonGenerator json, String code, String status, String message)
      throws IOException {
    json.writeObjectFieldStart("result");
    json.writeStringField("resultCode", code);
    json.writeStringField("resultStatus", status);
    json.writeStringField("resultMessage", message);
    json.writeEndObject();
  }
}
