package dev.recur.service.card;

import dev.recur.schemas.method.CardNumber;
import dev.recur.service.input.Fields;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A card as a merchant sends it (Antom, PaymentMethod: paymentMethodMetaData). Lives for one
 * request; its text says nothing of what it holds.
 *
 * @param number 12 to 19 digits that pass for a card's number
 * @param expiryMonth one or two digits
 * @param expiryYear two or four digits
 * @param securityCode three or four digits
 * @param holder as printed on the card
 */
public record CardData(
    String number,
    String expiryMonth,
    String expiryYear,
    String securityCode,
    @Nullable String holder) {

  /** Digits with the blanks between their groups, and more than any mistake is worth. */
  private static final int NUMBER_CHARS_MAX = 64;

  private static final int DATE_CHARS_MAX = 4;
  private static final int CODE_CHARS_MAX = 4;
  private static final int HOLDER_CHARS_MAX = 128;
  private static final Pattern MONTH = Pattern.compile("0?[1-9]|1[0-2]");
  private static final Pattern YEAR = Pattern.compile("(20)?[0-9]{2}");
  private static final Pattern CODE = Pattern.compile("[0-9]{3,4}");

  /** True when a payment method comes with a card's number, right or wrong. */
  public static boolean isIn(Fields method) {
    return method.hasObject("paymentMethodMetaData")
        && method.object("paymentMethodMetaData").has("cardNo");
  }

  /**
   * Reads the card of a payment method that has one. A refusal repeats nothing of it.
   *
   * @throws dev.recur.service.input.InvalidInputException when it can be nobody's card
   */
  public static CardData read(Fields method) {
    Fields card = method.object("paymentMethodMetaData");
    String number = CardNumber.ungrouped(card.text("cardNo", NUMBER_CHARS_MAX));
    if (!CardNumber.isValid(number)) {
      throw card.refuse("cardNo", "is no card number: check its digits.");
    }
    return new CardData(
        number,
        matching(card, "expiryMonth", DATE_CHARS_MAX, MONTH, "is no month: send 1 to 12."),
        matching(card, "expiryYear", DATE_CHARS_MAX, YEAR, "is no year: send two or four digits."),
        matching(card, "cvv", CODE_CHARS_MAX, CODE, "is no security code: send 3 or 4 digits."),
        holder(card));
  }

  private static String matching(
      Fields card, String name, int charsMax, Pattern pattern, String cure) {
    String text = card.text(name, charsMax);
    if (!pattern.matcher(text).matches()) {
      throw card.refuse(name, cure);
    }
    return text;
  }

  /** Antom has the name in parts or whole. */
  private static @Nullable String holder(Fields card) {
    if (!card.hasObject("cardholderName")) {
      return card.optionalText("cardholderName", HOLDER_CHARS_MAX);
    }
    Fields name = card.object("cardholderName");
    String whole = name.optionalText("fullName", HOLDER_CHARS_MAX);
    if (whole != null) {
      return whole;
    }
    String first = name.optionalText("firstName", HOLDER_CHARS_MAX / 2);
    String last = name.optionalText("lastName", HOLDER_CHARS_MAX / 2 - 1);
    return Optional.ofNullable(first)
        .map(given -> last == null ? given : given + " " + last)
        .orElse(last);
  }

  @Override
  public String toString() {
    return "CardData[masked]";
  }
}
