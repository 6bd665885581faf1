package dev.recur.service.page;

import dev.recur.service.terms.Amount;
import dev.recur.service.terms.PeriodRule;
import dev.recur.service.terms.PeriodUnit;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.Locale;

/** Amounts, times and periods as a buyer reads them. */
final class Wording {

  private static final Locale LANGUAGE = Locale.US;
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", LANGUAGE);
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm", LANGUAGE);
  private static final int MINUTES_PER_HOUR = 60;
  private static final String NO_BREAK_SPACE = "\u00a0";

  private Wording() {}

  /** For example {@code $9.99 USD}, {@code €9.99}, {@code KWD 12.345}, {@code free}. */
  static String price(Amount amount) {
    if (amount.isFree()) {
      return "free";
    }
    Currency currency = Currency.getInstance(amount.currency());
    int digits = currency.getDefaultFractionDigits();
    NumberFormat format = NumberFormat.getNumberInstance(LANGUAGE);
    format.setMinimumFractionDigits(digits);
    format.setMaximumFractionDigits(digits);
    String number = format.format(BigDecimal.valueOf(amount.minor(), digits));
    String symbol = currency.getSymbol(LANGUAGE);
    if (symbol.equals(amount.currency())) {
      return symbol + NO_BREAK_SPACE + number;
    }
    // A dollar sign alone says little to somebody in Sydney or Singapore.
    return symbol + number + (symbol.equals("$") ? NO_BREAK_SPACE + amount.currency() : "");
  }

  /** For example {@code per month}, {@code every 3 months}. */
  static String perPeriod(PeriodRule rule) {
    return rule.count() == 1
        ? "per " + unit(rule.unit())
        : "every " + rule.count() + " " + unit(rule.unit()) + "s";
  }

  /** For example {@code every month}, {@code every 3 months}. */
  static String everyPeriod(PeriodRule rule) {
    return rule.count() == 1 ? "every " + unit(rule.unit()) : perPeriod(rule);
  }

  /** For example {@code 2 months} for two periods of one. */
  static String length(PeriodRule rule, long periods) {
    return count(Math.multiplyExact(periods, (long) rule.count()), unit(rule.unit()));
  }

  /** For example {@code 12 periods}. */
  static String periods(int periods) {
    return count(periods, "period");
  }

  /** For example {@code 7 days}. */
  static String days(int days) {
    return count(days, "day");
  }

  /** For example {@code 23 hours 55 minutes}. */
  static String minutes(int minutes) {
    int hours = minutes / MINUTES_PER_HOUR;
    int rest = minutes % MINUTES_PER_HOUR;
    if (hours == 0) {
      return count(rest, "minute");
    }
    return rest == 0 ? count(hours, "hour") : count(hours, "hour") + " " + count(rest, "minute");
  }

  /** For example {@code 19 March 2026}. */
  static String day(Instant time, ZoneId zone) {
    return DAY.format(time.atZone(zone));
  }

  /** For example {@code 19 March 2026, 16:15 (UTC+08:00)}. */
  static String moment(Instant time, ZoneId zone) {
    ZonedDateTime there = time.atZone(zone);
    String offset = there.getOffset().equals(ZoneOffset.UTC) ? "" : there.getOffset().getId();
    return MOMENT.format(there) + " (UTC" + offset + ")";
  }

  private static String count(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private static String unit(PeriodUnit unit) {
    return unit.name().toLowerCase(Locale.ROOT);
  }
}
