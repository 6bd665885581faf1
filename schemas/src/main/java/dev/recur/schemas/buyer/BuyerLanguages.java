package dev.recur.schemas.buyer;

import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The languages that buyers are written to in. A language is a line here, and a file for each
 * {@link BuyerWords}; whoever reads none of them reads English.
 */
public final class BuyerLanguages {

  /** The languages there are words in. */
  public static final List<Locale> ALL = List.of(Locale.ENGLISH, Locale.GERMAN, Locale.CHINESE);

  private BuyerLanguages() {}

  /**
   * A reader's language with its region and script, which write dates and numbers otherwise;
   * calendars and digits of other kinds are left out.
   *
   * @param tag BCP 47 tag, whatever else was written there
   * @return empty where there are no words in that language
   */
  public static Optional<Locale> find(String tag) {
    Locale asked = Locale.forLanguageTag(tag.replace('_', '-'));
    if (ALL.stream().noneMatch(known -> known.getLanguage().equals(asked.getLanguage()))) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Locale.Builder()
              .setLanguage(asked.getLanguage())
              .setScript(asked.getScript())
              .setRegion(asked.getCountry())
              .build());
    } catch (IllformedLocaleException e) {
      return Optional.of(Locale.of(asked.getLanguage()));
    }
  }

  /**
   * The first language of an {@code Accept-Language} header (RFC 9110) that there are words in, by
   * what the reader prefers.
   *
   * @param header whatever a browser sent; one that is malformed asks for nothing
   */
  public static Optional<Locale> accepted(String header) {
    try {
      return Locale.LanguageRange.parse(header).stream()
          .filter(range -> range.getWeight() > 0)
          .flatMap(range -> find(range.getRange()).stream())
          .findFirst();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
