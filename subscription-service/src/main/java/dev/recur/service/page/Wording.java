package dev.recur.service.page;

import dev.recur.schemas.buyer.BuyerWords;
import dev.recur.service.terms.Amount;
import dev.recur.service.terms.PeriodRule;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Amounts, times and periods as a buyer reads them on the pages, in one language. */
record Wording(BuyerWords words) {

  private static final String BUNDLE = "views.pages";
  private static final int MINUTES_PER_HOUR = 60;

  static Wording in(Locale locale) {
    return new Wording(new BuyerWords(BUNDLE, locale));
  }

  /** What a name stands for, with its gaps filled. */
  String say(String name, Object... gaps) {
    return words.say(name, gaps);
  }

  /** The same with a time in its gap, where there is one. */
  String dated(String name, @Nullable Instant time, ZoneId zone) {
    return time == null ? say(name + ".undated") : say(name + ".dated", moment(time, zone));
  }

  /** The same, where there is such a name. */
  Optional<String> find(String name) {
    return words.find(name);
  }

  /** For example {@code $9.99 USD}, {@code free}. */
  String price(Amount amount) {
    return amount.isFree() ? say("price.free") : words.amount(amount.minor(), amount.currency());
  }

  /** For example {@code $9.99 USD per month}, {@code €9.99 every 3 months}. */
  String price(Amount amount, PeriodRule rule) {
    return say("price", price(amount), say("per." + rule.unit(), rule.count()));
  }

  /** For example {@code every month}, {@code every 3 months}. */
  String everyPeriod(PeriodRule rule) {
    return words.every(rule.unit().name(), rule.count());
  }

  /** For example {@code 2 months} for two periods of one. */
  String length(PeriodRule rule, long periods) {
    return say("length." + rule.unit(), Math.multiplyExact(periods, (long) rule.count()));
  }

  /** For example {@code 12 periods}. */
  String periods(int periods) {
    return say("periods", periods);
  }

  /** For example {@code 7 days}. */
  String days(int days) {
    return say("length.DAY", days);
  }

  /** For example {@code 23 hours 55 minutes}. */
  String minutes(int minutes) {
    int hours = minutes / MINUTES_PER_HOUR;
    int rest = minutes % MINUTES_PER_HOUR;
    if (hours == 0) {
      return say("minutes", rest);
    }
    return rest == 0
        ? say("hours", hours)
        : say("hours.minutes", say("hours", hours), say("minutes", rest));
  }

  /** For example {@code March 19, 2026}. */
  String day(Instant time, ZoneId zone) {
    return words.day(time, zone);
  }

  /** For example {@code March 19, 2026, 4:15 PM (UTC+08:00)}. */
  String moment(Instant time, ZoneId zone) {
    return words.moment(time, zone);
  }

  /** From its first to its last day. */
  String span(Instant start, Instant end, ZoneId zone) {
    return words.span(start, end, zone);
  }
}
