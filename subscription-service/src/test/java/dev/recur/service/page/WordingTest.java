package dev.recur.service.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.buyer.BuyerLanguages;
import dev.recur.service.terms.Amount;
import dev.recur.service.terms.PeriodRule;
import dev.recur.service.terms.PeriodUnit;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordingTest {

  private static final Wording ENGLISH = Wording.in(Locale.ENGLISH);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "en | 999 | USD | $9.99 USD per month",
        "en | 12345 | KWD | KWD 12.345 per month",
        "en | 0 | USD | free per month",
        "de | 999 | EUR | 9,99 € pro Monat",
        "zh | 999 | CNY | ¥9.99 / 月"
      })
  void price_shouldBeThatOfThePeriod(String language, long minor, String currency, String words) {
    assertThat(
            Wording.in(Locale.of(language))
                .price(new Amount(minor, currency), new PeriodRule(PeriodUnit.MONTH, 1))
                .replace('\u00a0', ' '))
        .isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({
    "MONTH, 1, per month, every month, 2 months",
    "MONTH, 3, every 3 months, every 3 months, 6 months",
    "YEAR, 1, per year, every year, 2 years",
    "DAY, 1, per day, every day, 2 days",
    "WEEK, 2, every 2 weeks, every 2 weeks, 4 weeks"
  })
  void periods_shouldReadWell(PeriodUnit unit, int count, String per, String every, String two) {
    PeriodRule rule = new PeriodRule(unit, count);
    assertThat(ENGLISH.price(new Amount(0, "USD"), rule)).isEqualTo("free " + per);
    assertThat(ENGLISH.everyPeriod(rule)).isEqualTo(every);
    assertThat(ENGLISH.length(rule, 2)).isEqualTo(two);
  }

  @ParameterizedTest
  @CsvSource({"1435, 23 hours 55 minutes", "60, 1 hour", "1, 1 minute", "61, 1 hour 1 minute"})
  void minutes_shouldReadWell(int minutes, String words) {
    assertThat(ENGLISH.minutes(minutes)).isEqualTo(words);
  }

  /** A choice takes its first branch for all that is less than its first limit. */
  @ParameterizedTest
  @ValueSource(strings = {"en", "de", "zh"})
  void nothing_shouldNotReadAsOne(String language) {
    List<String> counted =
        words(Locale.of(language)).keySet().stream().filter(WordingTest::isCounted).toList();
    assertThat(counted).hasSize(11);
    for (String name : counted) {
      String none = Wording.in(Locale.of(language)).say(name, 0);
      assertThat(none).as(name).contains("0");
      assertThat(none).isNotEqualTo(Wording.in(Locale.of(language)).say(name, 1));
    }
  }

  private static boolean isCounted(String name) {
    return name.matches("(length|per)\\..*|hours|minutes|periods");
  }

  /** A page with a gap in it would be an error to its buyer. */
  @Test
  void words_shouldBeThereInEachLanguage() {
    for (Locale language : BuyerLanguages.ALL) {
      assertThat(words(language).keySet())
          .as(language.toString())
          .isEqualTo(words(Locale.ENGLISH).keySet());
      assertThat(words(language).keySet())
          .allSatisfy(name -> assertThat(words(language).getString(name)).as(name).isNotBlank());
    }
  }

  private static ResourceBundle words(Locale language) {
    return ResourceBundle.getBundle(
        "views.pages",
        language,
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }
}
