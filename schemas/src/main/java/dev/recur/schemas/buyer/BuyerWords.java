package dev.recur.schemas.buyer;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.stream.Stream;

/**
 * Words, amounts and times for a buyer, in one language: the same in e-mails and on pages. Each of
 * them has a file of words of its own, and beside it the words that all share, {@code
 * buyer/words_xx.properties}.
 */
public final class BuyerWords {

  private static final String SHARED = "buyer.words";
  private static final ResourceBundle.Control NO_FALLBACK =
      ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
  private static final String NO_BREAK_SPACE = "\u00a0";

  private final Locale locale;
  private final List<ResourceBundle> words;

  /**
   * Words in a language.
   *
   * @param bundle base name of the files, for example {@code mail.letters}
   * @param locale one that {@link BuyerLanguages} gave
   */
  public BuyerWords(String bundle, Locale locale) {
    this.locale = locale;
    Locale language = Locale.of(locale.getLanguage());
    this.words =
        Stream.of(bundle, SHARED)
            .map(name -> ResourceBundle.getBundle(name, language, NO_FALLBACK))
            .toList();
  }

  /** How numbers and names are written. */
  public Locale locale() {
    return locale;
  }

  /** BCP 47 tag of the words. */
  public String language() {
    return say("language");
  }

  /** What a name stands for, with its gaps filled. */
  public String say(String name, Object... gaps) {
    return find(name, gaps)
        .orElseThrow(
            () -> new IllegalArgumentException("There are no words for " + name + ": write some."));
  }

  /** The same without gaps, for templates, whose expressions do not know of varying many. */
  public String word(String name) {
    return say(name);
  }

  /** The same, where there is such a name. */
  public Optional<String> find(String name, Object... gaps) {
    return words.stream()
        .filter(bundle -> bundle.containsKey(name))
        .findFirst()
        .map(bundle -> new MessageFormat(bundle.getString(name), locale).format(gaps));
  }

  /**
   * Money with the digits of its currency (ISO 4217), written as the locale does (CLDR), for
   * example {@code $9.99 USD}, {@code 9,99 €}, {@code KWD 12.345}. A dollar sign alone says little
   * to somebody in Sydney or Singapore, so the code stands with it or in its place.
   *
   * @param minor in the currency's smallest unit, not negative
   * @param code ISO 4217
   */
  public String amount(long minor, String code) {
    Currency currency = Currency.getInstance(code);
    int digits = Math.max(0, currency.getDefaultFractionDigits());
    boolean bareDollar = currency.getSymbol(locale).equals("$");
    boolean english = locale.getLanguage().equals(Locale.ENGLISH.getLanguage());
    DecimalFormat format = (DecimalFormat) NumberFormat.getCurrencyInstance(locale);
    DecimalFormatSymbols symbols = format.getDecimalFormatSymbols();
    symbols.setCurrency(currency);
    if (bareDollar && !english) {
      symbols.setCurrencySymbol(code);
    }
    format.setDecimalFormatSymbols(symbols);
    format.setMinimumFractionDigits(digits);
    format.setMaximumFractionDigits(digits);
    String before = format.getPositivePrefix();
    if (!before.isEmpty() && touchesDigits(before.codePointBefore(before.length()))) {
      format.setPositivePrefix(before + NO_BREAK_SPACE);
    }
    String text = format.format(BigDecimal.valueOf(minor, digits));
    return bareDollar && english ? text + NO_BREAK_SPACE + code : text;
  }

  /** CLDR's currencySpacing, which Java leaves out: a letter before digits stands apart. */
  private static boolean touchesDigits(int last) {
    return switch (Character.getType(last)) {
      case Character.CURRENCY_SYMBOL,
          Character.MATH_SYMBOL,
          Character.MODIFIER_SYMBOL,
          Character.OTHER_SYMBOL,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /**
   * For example {@code every month}, {@code every 3 months}.
   *
   * @param unit DAY, WEEK, MONTH or YEAR
   */
  public String every(String unit, int count) {
    return say("every." + unit, count);
  }

  /** For example {@code March 19, 2026}. */
  public String day(Instant time, ZoneId zone) {
    return day(time.atZone(zone).toLocalDate());
  }

  /** For example {@code March 19, 2026, 4:15 PM (UTC+08:00)}. */
  public String moment(Instant time, ZoneId zone) {
    ZonedDateTime there = time.atZone(zone);
    String offset = there.getOffset().equals(ZoneOffset.UTC) ? "" : there.getOffset().getId();
    return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
            .withLocale(locale)
            .format(there)
        + " (UTC"
        + offset
        + ")";
  }

  /**
   * From its first to its last day, so that the next one begins a day later; twice its first day
   * where it is not longer.
   *
   * @param end first moment that is not part of it
   */
  public String span(Instant start, Instant end, ZoneId zone) {
    LocalDate first = start.atZone(zone).toLocalDate();
    LocalDate last = end.atZone(zone).toLocalDate().minusDays(1);
    return say("span", day(first), day(last.isBefore(first) ? first : last));
  }

  private String day(LocalDate date) {
    return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(locale).format(date);
  }
}
