package dev.recur.notifier.audit.rules;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * When periods start and when the last one ends, with what is agreed but has not begun.
 *
 * @param zone in which the calendar is counted
 * @param rhythm of the running period
 * @param end no period starts at or after it
 * @param changes what begins with a later period, by period, ascending
 */
public record Timetable(ZoneId zone, Rhythm rhythm, Optional<Instant> end, List<Change> changes) {

  /** Most changes that are kept; of more the latest. Each is an update of its own period. */
  private static final int CHANGES_MAX = 20;

  public Timetable {
    changes = List.copyOf(changes);
  }

  /**
   * What begins with a period.
   *
   * @param rhythm in force from it on, where that changes
   * @param end in force from it on, where that changes
   */
  public record Change(int fromPeriod, Optional<Rhythm> rhythm, Optional<Instant> end) {

    private Change and(Change later) {
      return new Change(fromPeriod, later.rhythm.or(() -> rhythm), later.end.or(() -> end));
    }
  }

  /** The running or a later period's start. */
  Instant startOf(int period) {
    return rhythmOf(period).startOf(period, zone);
  }

  /** True when a period lies at or beyond the agreed end. */
  boolean endsBefore(int period) {
    return latest(period, Change::end)
        .or(() -> end)
        .filter(at -> !startOf(period).isBefore(at))
        .isPresent();
  }

  /** The same with other terms from a period on. */
  Timetable changed(Fact.Amended amended) {
    Optional<Rhythm> next =
        amended
            .anchor()
            .map(
                anchor -> {
                  Rhythm before = rhythmOf(amended.fromPeriod());
                  return new Rhythm(
                      anchor,
                      amended.fromPeriod(),
                      amended.rule().map(Fact.Rule::unit).orElse(before.unit()),
                      amended.rule().map(Fact.Rule::count).orElse(before.count()));
                });
    if (!amended.atOnce()) {
      return with(new Change(amended.fromPeriod(), next, amended.end()));
    }
    // An end that is in force at once takes the place of those that were to come.
    Timetable now =
        amended.end().isEmpty()
            ? this
            : new Timetable(
                zone,
                rhythm,
                amended.end(),
                changes.stream()
                    .map(c -> new Change(c.fromPeriod(), c.rhythm(), Optional.empty()))
                    .toList());
    return next.isEmpty()
        ? now
        : now.with(new Change(amended.fromPeriod(), next, Optional.empty()));
  }

  /** A period begins: what was to begin with it is in force. */
  Timetable reached(int period) {
    return new Timetable(
        zone,
        rhythmOf(period),
        latest(period, Change::end).or(() -> end),
        changes.stream().filter(change -> change.fromPeriod() > period).toList());
  }

  private Timetable with(Change change) {
    List<Change> next = new ArrayList<>();
    Change merged = change;
    for (Change known : changes) {
      if (known.fromPeriod() == change.fromPeriod()) {
        merged = known.and(change);
      } else {
        next.add(known);
      }
    }
    next.add(merged);
    next.sort(Comparator.comparingInt(Change::fromPeriod));
    return new Timetable(
        zone, rhythm, end, next.subList(Math.max(0, next.size() - CHANGES_MAX), next.size()));
  }

  private Rhythm rhythmOf(int period) {
    return latest(period, Change::rhythm).orElse(rhythm);
  }

  private <T> Optional<T> latest(int period, Function<Change, Optional<T>> part) {
    return changes.stream()
        .filter(change -> change.fromPeriod() <= period)
        .map(part)
        .flatMap(Optional::stream)
        .reduce((_, later) -> later);
  }
}
