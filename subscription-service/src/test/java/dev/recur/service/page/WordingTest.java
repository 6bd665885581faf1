package dev.recur.service.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.service.terms.Amount;
import dev.recur.service.terms.PeriodRule;
import dev.recur.service.terms.PeriodUnit;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {

  @ParameterizedTest
  @CsvSource({
    "999, USD, $9.99 USD",
    "100000000, USD, '$1,000,000.00 USD'",
    "999, EUR, €9.99",
    "800, HKD, HK$8.00",
    "500, JPY, ¥500",
    "1500000, IDR, 'IDR 15,000.00'",
    "12345, KWD, KWD 12.345",
    "0, USD, free"
  })
  void price_shouldHaveTheCurrencysOwnDigits(long minor, String currency, String words) {
    // No line breaks between code and number.
    assertThat(Wording.price(new Amount(minor, currency)).replace('\u00a0', ' ')).isEqualTo(words);
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
    assertThat(Wording.perPeriod(rule)).isEqualTo(per);
    assertThat(Wording.everyPeriod(rule)).isEqualTo(every);
    assertThat(Wording.length(rule, 2)).isEqualTo(two);
  }

  @Test
  void moment_shouldSayInWhichZone() {
    Instant time = Instant.parse("2026-07-01T10:30:00Z");
    assertThat(Wording.moment(time, ZoneOffset.UTC)).isEqualTo("1 July 2026, 10:30 (UTC)");
    assertThat(Wording.moment(time, ZoneId.of("Europe/Lisbon")))
        .isEqualTo("1 July 2026, 11:30 (UTC+01:00)");
  }

  @ParameterizedTest
  @CsvSource({"1435, 23 hours 55 minutes", "60, 1 hour", "1, 1 minute", "61, 1 hour 1 minute"})
  void minutes_shouldReadWell(int minutes, String words) {
    assertThat(Wording.minutes(minutes)).isEqualTo(words);
  }
}
