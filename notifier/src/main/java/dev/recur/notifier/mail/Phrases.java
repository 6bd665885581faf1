package dev.recur.notifier.mail;

import dev.recur.notifier.notice.LetterFacts.Span;
import dev.recur.notifier.notice.Money;
import dev.recur.notifier.notice.PeriodRule;
import java.math.BigDecimal;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Currency;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;

/**
 * Words, amounts and dates in one language. A language is a file {@code
 * mail/letters_xx.properties}; whoever reads another one is written to in English.
 */
final class Phrases {

  /** The languages there are words in. */
  static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN, Locale.CHINESE);

  private static final String BUNDLE = "mail.letters";
  private static final ResourceBundle.Control NO_FALLBACK =
      ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
  private static final String NO_BREAK_SPACE = "\u00a0";

  private final Locale locale;
  private final ResourceBundle words;

  private Phrases(Locale locale) {
    this.locale = locale;
    this.words = ResourceBundle.getBundle(BUNDLE, language(locale), NO_FALLBACK);
  }

  /**
   * The words for a reader.
   *
   * @param tag BCP 47 tag of the reader's language; English where there is none, or none of ours
   */
  static Phrases in(Optional<String> tag) {
    return new Phrases(tag.map(Phrases::locale).orElse(Locale.ENGLISH));
  }

  /** Region and script count, as they write dates and numbers otherwise; calendars do not. */
  private static Locale locale(String tag) {
    Locale asked = Locale.forLanguageTag(tag.replace('_', '-'));
    if (LANGUAGES.stream().noneMatch(known -> known.getLanguage().equals(asked.getLanguage()))) {
      return Locale.ENGLISH;
    }
    try {
      return new Locale.Builder()
          .setLanguage(asked.getLanguage())
          .setScript(asked.getScript())
          .setRegion(asked.getCountry())
          .build();
    } catch (IllformedLocaleException e) {
      return Locale.of(asked.getLanguage());
    }
  }

  private static Locale language(Locale locale) {
    return Locale.of(locale.getLanguage());
  }

  /** BCP 47 tag of the words. */
  String language() {
    return locale.getLanguage();
  }

  /** What a name stands for, with its gaps filled. */
  String say(String name, Object... gaps) {
    return new MessageFormat(words.getString(name), locale).format(gaps);
  }

  /** The same, where there is such a name. */
  Optional<String> find(String name, Object... gaps) {
    return words.containsKey(name) ? Optional.of(say(name, gaps)) : Optional.empty();
  }

  /** For example {@code $9.99 USD}, {@code 9,99 €}. */
  String amount(Money money) {
    Currency currency = Currency.getInstance(money.currency());
    int digits = Math.max(0, currency.getDefaultFractionDigits());
    NumberFormat format = NumberFormat.getCurrencyInstance(locale);
    format.setCurrency(currency);
    format.setMinimumFractionDigits(digits);
    format.setMaximumFractionDigits(digits);
    String text = format.format(BigDecimal.valueOf(money.amountMinor(), digits));
    if (!currency.getSymbol(locale).equals("$")) {
      return text;
    }
    // A dollar sign alone says little to somebody in Sydney or Singapore.
    return locale.getLanguage().equals(Locale.ENGLISH.getLanguage())
        ? text + NO_BREAK_SPACE + money.currency()
        : text.replace("$", money.currency());
  }

  /** For example {@code every month}, {@code every 3 months}. */
  String every(PeriodRule rule) {
    return say("every." + rule.unit(), rule.count());
  }

  /** For example {@code March 19, 2026}. */
  String day(Instant time, ZoneId zone) {
    return day(time.atZone(zone).toLocalDate());
  }

  /**
   * The last day of a time, so that the next one begins a day later; its first day where it is not
   * longer.
   */
  String lastDay(Span span, ZoneId zone) {
    LocalDate first = span.start().atZone(zone).toLocalDate();
    LocalDate last = span.end().atZone(zone).toLocalDate().minusDays(1);
    return day(last.isBefore(first) ? first : last);
  }

  private String day(LocalDate date) {
    return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(locale).format(date);
  }
}
