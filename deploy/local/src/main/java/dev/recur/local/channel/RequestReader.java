package dev.recur.local.channel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.local.channel.ledger.Operation;
import dev.recur.local.channel.ledger.Presentation;
import dev.recur.local.http.BadRequestException;
import dev.recur.local.http.Json;
import dev.recur.local.http.Request;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Currency;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads and checks what is asked of the channel; throws {@link BadRequestException} with why not.
 */
final class RequestReader {

  /** Longest text of a field, in characters. */
  static final int TEXT_CHARS_MAX = 128;

  /** Most that one charge may move, in minor units: as much as the gateway takes. */
  static final long AMOUNT_MINOR_MAX = 999_999_999_999_999_999L;

  private static final Set<String> PURPOSES = Set.of("PERIOD", "CHANGE", "MANUAL", "REFUND");

  private RequestReader() {}

  static Presentation presentation(Operation operation, Request request) {
    JsonNode body = Json.readObject(request.body());
    String key = text(body, "key");
    if (!request.header("idempotency-key").equals(Optional.of(key))) {
      throw bad("The header Idempotency-Key must say the same as key");
    }
    String purpose = text(body, "purpose");
    if (!PURPOSES.contains(purpose)) {
      throw bad("purpose must be one of " + PURPOSES.stream().sorted().toList());
    }
    instant("presentUntil", text(body, "presentUntil"));
    return new Presentation(
        operation,
        key,
        text(body, "subscriptionId"),
        text(body, "clientId"),
        text(body, "paymentId"),
        purpose,
        period(body, purpose),
        amountMinor(body),
        currency(body),
        text(body, "paymentMethodType"),
        optionalText(body, "paymentMethodId"),
        instant("at", text(body, "at")),
        sandbox(body));
  }

  /** A query parameter that has to be there. */
  static String parameter(Request request, String name) {
    return checked(
        name, request.query(name).orElseThrow(() -> bad("The parameter " + name + " is missing")));
  }

  static @Nullable Instant optionalInstant(Request request, String name) {
    return request.query(name).map(text -> instant(name, text)).orElse(null);
  }

  private static long amountMinor(JsonNode body) {
    JsonNode amount = body.path("amountMinor");
    if (!amount.isIntegralNumber()
        || !amount.canConvertToLong()
        || amount.longValue() < 1
        || amount.longValue() > AMOUNT_MINOR_MAX) {
      throw bad("amountMinor must be a whole number from 1 to " + AMOUNT_MINOR_MAX);
    }
    return amount.longValue();
  }

  private static String currency(JsonNode body) {
    String currency = text(body, "currency");
    try {
      return Currency.getInstance(currency).getCurrencyCode();
    } catch (IllegalArgumentException e) {
      throw bad("currency must be an ISO 4217 code in capitals");
    }
  }

  private static @Nullable Integer period(JsonNode body, String purpose) {
    JsonNode period = body.path("period");
    boolean absent = period.isMissingNode() || period.isNull();
    if (!purpose.equals("PERIOD")) {
      if (absent) {
        return null;
      }
      throw bad("Only the purpose PERIOD has a period");
    }
    if (!period.isIntegralNumber() || !period.canConvertToInt() || period.intValue() < 1) {
      throw bad("period must be a whole number from 1");
    }
    return period.intValue();
  }

  private static boolean sandbox(JsonNode body) {
    JsonNode sandbox = body.path("sandbox");
    if (!sandbox.isBoolean()) {
      throw bad("sandbox must be true or false");
    }
    return sandbox.booleanValue();
  }

  private static Instant instant(String name, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw bad(name + " must be a time in UTC, for example 2027-01-31T10:00:00Z");
    }
  }

  private static String text(JsonNode body, String name) {
    String text = optionalText(body, name);
    if (text == null) {
      throw bad(name + " is missing");
    }
    return text;
  }

  private static @Nullable String optionalText(JsonNode body, String name) {
    JsonNode node = body.path(name);
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    if (!node.isTextual()) {
      throw bad(name + " must be a text");
    }
    return checked(name, node.textValue());
  }

  private static String checked(String name, String text) {
    if (text.isBlank() || text.length() > TEXT_CHARS_MAX) {
      throw bad(name + " must have 1 to " + TEXT_CHARS_MAX + " characters");
    }
    return text;
  }

  private static BadRequestException bad(String message) {
    return new BadRequestException(400, message);
  }
}
