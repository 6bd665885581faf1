package dev.recur.service.gateway.wire;

import dev.recur.schemas.buyer.BuyerData;
import dev.recur.schemas.text.PlainText;
import dev.recur.service.input.CommonFields;
import dev.recur.service.input.Fields;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code buyer} and {@code metadata} of a request, beyond Antom. Messages name the field and repeat
 * nothing of what was sent.
 */
final class BuyerFields {

  private static final String BUYER = "buyer";
  private static final String METADATA = "metadata";

  private static final int NAME_CHARS_MAX = 128;
  private static final int LOCALE_CHARS_MAX = 35;
  private static final int METADATA_FIELDS_MAX = 50;
  private static final int METADATA_NAME_CHARS_MAX = 40;
  private static final int METADATA_CHARS_MAX = 500;

  /**
   * One address, written plainly: RFC 5322's dot-atom before the @, at most 64 characters, and a
   * host with a dot behind it. No quotes, comments, lists or line breaks.
   */
  private static final Pattern EMAIL =
      Pattern.compile(
          "(?=[^@]{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
              + "@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
              + "(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+");

  private static final String NO_TEXT_REFUSED =
      "holds a line break or a control character: leave it out.";

  private BuyerFields() {}

  /**
   * All that is said of the buyer.
   *
   * @param ofBuyer where {@code buyer} stands
   * @param ofMetadata where {@code metadata} stands
   * @return null when neither is there
   */
  static @Nullable BuyerData read(Fields ofBuyer, Fields ofMetadata) {
    Optional<BuyerData> buyer = buyer(ofBuyer);
    Optional<Map<String, String>> metadata = metadata(ofMetadata);
    return buyer.isEmpty() && metadata.isEmpty()
        ? null
        : buyer.orElse(BuyerData.NOTHING).withMetadata(metadata.orElse(Map.of()));
  }

  /** True when there is a buyer to write to. */
  static boolean isWrittenTo(@Nullable BuyerData buyer) {
    return buyer != null && buyer.email().isPresent();
  }

  /** Who the buyer is, without metadata. */
  static Optional<BuyerData> buyer(Fields body) {
    return body.optionalObject(BUYER)
        .map(
            buyer ->
                new BuyerData(
                    Optional.of(email(buyer)), name(buyer), locale(buyer), Map.of(), Set.of()));
  }

  /** The merchant's own fields. */
  static Optional<Map<String, String>> metadata(Fields body) {
    Optional<Map<String, String>> metadata =
        body.optionalTextsByName(
            METADATA, METADATA_FIELDS_MAX, METADATA_NAME_CHARS_MAX, METADATA_CHARS_MAX);
    metadata
        .orElse(Map.of())
        .forEach(
            (name, value) -> {
              if (name.isEmpty()) {
                throw body.refuse(
                    METADATA, "has a field without a name: send one, or leave it out.");
              }
              if (!PlainText.isLine(name) || !PlainText.isLine(value)) {
                throw body.refuse(METADATA, NO_TEXT_REFUSED);
              }
              CommonFields.refuseCardNumber(body, METADATA, name);
              CommonFields.refuseCardNumber(body, METADATA, value);
            });
    return metadata;
  }

  private static String email(Fields buyer) {
    String email = buyer.text("email", BuyerData.EMAIL_CHARS_MAX);
    if (!EMAIL.matcher(email).matches()) {
      throw buyer.refuse(
          "email", "is no e-mail address that can be written to: send one like ann@example.com.");
    }
    return email;
  }

  /** It stands in the head of e-mails, where a line break would begin another field. */
  private static Optional<String> name(Fields buyer) {
    String name = buyer.optionalText("name", NAME_CHARS_MAX);
    if (name != null && !PlainText.isLine(name)) {
      throw buyer.refuse("name", NO_TEXT_REFUSED);
    }
    CommonFields.refuseCardNumber(buyer, "name", name);
    return Optional.ofNullable(name);
  }

  private static Optional<String> locale(Fields buyer) {
    String text = buyer.optionalText("locale", LOCALE_CHARS_MAX);
    if (text == null) {
      return Optional.empty();
    }
    try {
      // Antom writes en_US, everybody else en-US.
      Locale locale = new Locale.Builder().setLanguageTag(text.replace('_', '-')).build();
      if (!locale.getLanguage().isEmpty()) {
        return Optional.of(locale.toLanguageTag());
      }
    } catch (IllformedLocaleException e) {
      // Refused below.
    }
    throw buyer.refuse("locale", "is no BCP 47 language tag: send one like en or de-AT.");
  }
}
