package dev.recur.systemtests.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * When the periods of one subscription start and are charged, and what each costs, by what was
 * agreed and is changed on the way: a calendar of the test's own, from the published rules and
 * nobody's code. Always counted from an anchor, so that the 31st comes back.
 */
final class Timetable {

  private static final Duration LEAD = Duration.ofHours(23).plusMinutes(55);

  private final TreeMap<Integer, Rhythm> rhythms = new TreeMap<>();
  private final TreeMap<Integer, Long> prices = new TreeMap<>();

  /** Of single periods, which no update changes. */
  private final Map<Integer, Long> promised = new HashMap<>();

  private final ZoneId zone;
  private Instant approvedAt = Instant.MIN;

  /** How periods follow each other, from the one that starts at the anchor. */
  private record Rhythm(int period, ZonedDateTime anchor, ChronoUnit unit, int count) {
    Instant startOf(int number) {
      return anchor.plus((long) (number - period) * count, unit).toInstant();
    }
  }

  Timetable(ZonedDateTime start, ChronoUnit unit, int count, long amountMinor) {
    zone = start.getZone();
    rhythms.put(1, new Rhythm(1, start, unit, count));
    prices.put(1, amountMinor);
  }

  /** A period has a price of its own. */
  void promise(int period, long amountMinor) {
    promised.put(period, amountMinor);
  }

  void approved(Instant at) {
    approvedAt = at;
  }

  /** Another price, from a period on. */
  void price(int fromPeriod, long amountMinor) {
    prices.put(fromPeriod, amountMinor);
  }

  /** Another rhythm, from a period on, which starts when it would have. */
  void rhythm(int fromPeriod, ChronoUnit unit, int count) {
    Instant start = startOf(fromPeriod);
    rhythms.tailMap(fromPeriod, true).clear();
    rhythms.put(fromPeriod, new Rhythm(fromPeriod, start.atZone(zone), unit, count));
  }

  /** True when a period is counted so already. */
  boolean isRhythm(int period, ChronoUnit unit, int count) {
    Rhythm rhythm = rhythms.floorEntry(period).getValue();
    return rhythm.unit() == unit && rhythm.count() == count;
  }

  ZoneId zone() {
    return zone;
  }

  Instant startOf(int period) {
    return rhythms.floorEntry(period).getValue().startOf(period);
  }

  /** A period's end, as it was told while it was the last one that was agreed on. */
  Instant endOf(int period) {
    return startOf(period + 1);
  }

  long priceOf(int period) {
    Long own = promised.get(period);
    return own == null ? prices.floorEntry(period).getValue() : own;
  }

  /** When a period's charge falls due: never before the preceding period, nor before the buyer. */
  Instant dueAt(int period) {
    Instant due = startOf(period);
    if (period > 1) {
      due = later(due.minus(LEAD), startOf(period - 1));
    }
    return later(due, approvedAt);
  }

  /** True when nothing of a period was left when the buyer agreed. */
  boolean isBeforeApproval(int period) {
    return !endOf(period).isAfter(approvedAt);
  }

  static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
