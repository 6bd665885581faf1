package dev.recur.schemas.buyer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuyerWordsTest {

  private static final String SHARED = "buyer.words";

  /** The digits are ISO 4217's, the rest is CLDR's for the locale. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "en | USD | 999 | $9.99 USD",
        "en | USD | 100000000 | $1,000,000.00 USD",
        "en | USD | 0 | $0.00 USD",
        "en | EUR | 999 | €9.99",
        "en | HKD | 800 | HK$8.00",
        "en | JPY | 500 | ¥500",
        "en | IDR | 1500000 | IDR 15,000.00",
        "en | KWD | 12345 | KWD 12.345",
        "en-GB | USD | 999 | US$9.99",
        "en-AU | USD | 999 | USD 9.99",
        "en-AU | AUD | 999 | $9.99 AUD",
        "de | USD | 999 | 9,99 USD",
        "de | EUR | 123456 | 1.234,56 €",
        "de | KWD | 12345 | 12,345 KWD",
        "de-AT | EUR | 123456 | € 1.234,56",
        "de-AT | USD | 999 | USD 9,99",
        "de-CH | CHF | 123456 | CHF 1’234.56",
        "zh | CNY | 999 | ¥9.99",
        "zh | USD | 999 | US$9.99",
        "zh | IDR | 1500000 | IDR 15,000.00",
        "zh-Hant-TW | TWD | 999 | TWD 9.99"
      })
  void amount_shouldBeWrittenAsItsReaderDoes(
      String tag, String currency, long minor, String written) {
    // No line breaks between number and currency.
    assertThat(in(tag).amount(minor, currency)).isEqualTo(written.replace(' ', '\u00a0'));
  }

  /** Whatever the currency, its digits are all there, and nothing is run into them. */
  @Property(tries = 50)
  void amount_shouldKeepItsDigitsApart(
      @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long minor) {
    for (Currency currency : Currency.getAvailableCurrencies()) {
      for (Locale locale : BuyerLanguages.ALL) {
        String written = new BuyerWords(SHARED, locale).amount(minor, currency.getCurrencyCode());
        assertThat(new BigInteger(written.replaceAll("\\D", ""))).isEqualTo(minor);
        assertThat(written).doesNotContainPattern("\\p{L}\\d|\\d\\p{L}");
      }
    }
  }

  /** A choice takes its first branch for all that is less than its first limit. */
  @ParameterizedTest
  @CsvSource({"en, every 0", "de, alle 0", "zh, 每 0"})
  void nothing_shouldNotReadAsOne(String tag, String many) {
    for (String unit : List.of("DAY", "WEEK", "MONTH", "YEAR")) {
      assertThat(in(tag).every(unit, 0)).startsWith(many);
    }
  }

  @Test
  void times_shouldBeWrittenAsTheirReaderDoes() {
    Instant time = Instant.parse("2026-07-01T10:30:00Z");
    assertThat(in("en").moment(time, ZoneOffset.UTC).replace('\u202f', ' '))
        .isEqualTo("July 1, 2026, 10:30 AM (UTC)");
    assertThat(in("en-GB").moment(time, ZoneId.of("Europe/Lisbon")))
        .isEqualTo("1 July 2026, 11:30 (UTC+01:00)");
    assertThat(in("de").moment(time, ZoneOffset.UTC)).isEqualTo("1. Juli 2026, 10:30 (UTC)");
    assertThat(in("zh").day(time, ZoneOffset.UTC)).isEqualTo("2026年7月1日");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-07-01T10:30:00Z | 2026-08-01T10:30:00Z | July 1, 2026 – July 31, 2026",
        "2026-07-01T10:30:00Z | 2026-07-01T11:30:00Z | July 1, 2026 – July 1, 2026"
      })
  void span_shouldEndBeforeTheNextBegins(Instant start, Instant end, String written) {
    assertThat(in("en").span(start, end, ZoneOffset.UTC)).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource({"MONTH, 1, every month", "MONTH, 3, every 3 months", "WEEK, 2, every 2 weeks"})
  void every_shouldReadWell(String unit, int count, String written) {
    assertThat(in("en").every(unit, count)).isEqualTo(written);
  }

  @Test
  void words_shouldBeThereInEachLanguage() {
    for (Locale language : BuyerLanguages.ALL) {
      assertThat(bundle(language).keySet())
          .as(language.toString())
          .isEqualTo(bundle(Locale.ENGLISH).keySet());
      assertThat(Locale.forLanguageTag(new BuyerWords(SHARED, language).language()).getLanguage())
          .isEqualTo(language.getLanguage());
    }
    BuyerWords english = in("en");
    assertThatThrownBy(() -> english.say("nothing")).hasMessageContaining("no words for nothing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "de | de",
        "DE-at | de-AT",
        "zh_CN | zh-CN",
        "zh-Hant-TW | zh-Hant-TW",
        "en-u-nu-arab | en",
        "fr | -",
        "x-klingon | -",
        "'' | -"
      })
  void language_shouldBeOneThereAreWordsIn(String tag, String found) {
    assertThat(BuyerLanguages.find(tag).map(Locale::toLanguageTag).orElse(null)).isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "de-CH,de;q=0.9,en;q=0.8 | de-CH",
        "fr, en;q=0.4, zh;q=0.7 | zh",
        "de;q=0, en | en",
        "fr-FR, * | -",
        "'' | -",
        "de;q=x | -",
        ";;, | -"
      })
  void accepted_shouldBeTheBestThereAreWordsIn(String header, String found) {
    assertThat(BuyerLanguages.accepted(header).map(Locale::toLanguageTag).orElse(null))
        .isEqualTo(found);
  }

  /** Nobody but the browser is asked what it sends. */
  @Property(tries = 500)
  void accepted_shouldNotFailWhateverIsSent(@ForAll String header) {
    assertThat(BuyerLanguages.accepted(header)).isNotNull();
  }

  private static ResourceBundle bundle(Locale language) {
    return ResourceBundle.getBundle(
        SHARED,
        language,
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  private static BuyerWords in(String tag) {
    return new BuyerWords(SHARED, BuyerLanguages.find(tag).orElseThrow());
  }
}
