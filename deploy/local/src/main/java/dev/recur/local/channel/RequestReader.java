package dev.recur.local.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.local.channel.ledger.Background;
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

  /** Longest statement text and reference, in characters: as long as the contract's. */
  static final int LONG_TEXT_CHARS_MAX = 256;

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
    String purpose = purpose(body, operation);
    instant("presentUntil", text(body, "presentUntil"));
    return new Presentation(
        operation,
        key,
        text(body, "subscriptionId"),
        text(body, "clientId"),
        text(body, "paymentId"),
        purpose,
        period(body, purpose),
        amountMinor(body, "amountMinor", 1),
        currency(body, "currency"),
        text(body, "paymentMethodType"),
        optionalText(body, "paymentMethodId"),
        instant("at", text(body, "at")),
        sandbox(body),
        refundedPaymentId(body, operation),
        optionalText(body, "refundedReference", LONG_TEXT_CHARS_MAX),
        background(body));
  }

  /** A query parameter that has to be there. */
  static String parameter(Request request, String name) {
    return checked(
        name,
        request.query(name).orElseThrow(() -> bad("The parameter " + name + " is missing")),
        TEXT_CHARS_MAX);
  }

  static @Nullable Instant optionalInstant(Request request, String name) {
    return request.query(name).map(text -> instant(name, text)).orElse(null);
  }

  private static String purpose(JsonNode body, Operation operation) {
    String purpose = text(body, "purpose");
    if (!PURPOSES.contains(purpose)) {
      throw bad("purpose must be one of " + PURPOSES.stream().sorted().toList());
    }
    if (purpose.equals("REFUND") != (operation == Operation.REFUND)) {
      throw bad("The purpose REFUND belongs to /refunds, every other to /charges");
    }
    return purpose;
  }

  private static @Nullable String refundedPaymentId(JsonNode body, Operation operation) {
    return switch (operation) {
      case REFUND -> text(body, "refundedPaymentId");
      case CHARGE -> {
        if (has(body, "refundedPaymentId")) {
          throw bad("Only a refund has a refundedPaymentId");
        }
        yield null;
      }
    };
  }

  private static Background background(JsonNode body) {
    if (has(body, "orderAmountMinor") != has(body, "orderCurrency")) {
      throw bad("orderAmountMinor and orderCurrency come together");
    }
    return new Background(
        has(body, "orderAmountMinor") ? amountMinor(body, "orderAmountMinor", 0) : null,
        has(body, "orderCurrency") ? currency(body, "orderCurrency") : null,
        has(body, "settlementCurrency") ? currency(body, "settlementCurrency") : null,
        optionalText(body, "description", LONG_TEXT_CHARS_MAX));
  }

  private static long amountMinor(JsonNode body, String name, long min) {
    JsonNode amount = body.path(name);
    if (!amount.isIntegralNumber()
        || !amount.canConvertToLong()
        || amount.longValue() < min
        || amount.longValue() > AMOUNT_MINOR_MAX) {
      throw bad(name + " must be a whole number from " + min + " to " + AMOUNT_MINOR_MAX);
    }
    return amount.longValue();
  }

  private static String currency(JsonNode body, String name) {
    String currency = text(body, name);
    try {
      return Currency.getInstance(currency).getCurrencyCode();
    } catch (IllegalArgumentException e) {
      throw bad(name + " must be an ISO 4217 code in capitals");
    }
  }

  private static @Nullable Integer period(JsonNode body, String purpose) {
    if (!purpose.equals("PERIOD")) {
      if (has(body, "period")) {
        throw bad("Only the purpose PERIOD has a period");
      }
      return null;
    }
    JsonNode period = body.path("period");
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
    return optionalText(body, name, TEXT_CHARS_MAX);
  }

  private static @Nullable String optionalText(JsonNode body, String name, int charsMax) {
    if (!has(body, name)) {
      return null;
    }
    JsonNode node = body.path(name);
    if (!node.isTextual()) {
      throw bad(name + " must be a text");
    }
    return checked(name, node.textValue(), charsMax);
  }

  private static boolean has(JsonNode body, String name) {
    return body.hasNonNull(name);
  }

  private static String checked(String name, String text, int charsMax) {
    if (text.isBlank() || text.length() > charsMax) {
      throw bad(name + " must have 1 to " + charsMax + " characters");
    }
    if (!UTF_8.newEncoder().canEncode(text)) {
      // The journal could not hold it: after a restart it would be another.
      throw bad(name + " must have whole characters only");
    }
    return text;
  }

  private static BadRequestException bad(String message) {
    return new BadRequestException(400, message);
  }
}
