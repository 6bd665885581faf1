package dev.recur.billing.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * When periods start, with the changes that are agreed but have not begun.
 *
 * @param calendar of the running period
 * @param amendments by the period they take effect with, ascending; all of them later than the
 *     running period
 */
public record Schedule(Calendar calendar, List<Amendment> amendments) {
  public Schedule {
    amendments = List.copyOf(amendments);
  }

  static Schedule of(Terms terms) {
    return new Schedule(terms.calendar(), List.of());
  }

  /** A period's start; the period is the running one or a later one. */
  public Instant startOf(int number) {
    return latest(number, Amendment::calendar).orElse(calendar).startOf(number);
  }

  /** The running period or a later one. */
  public Period period(int number) {
    return new Period(number, startOf(number), startOf(number + 1));
  }

  /** The price that an amendment gives a period. */
  Optional<Money> amendedPrice(int number) {
    return latest(number, Amendment::price);
  }

  /** The end that an amendment gives, as far as a period is concerned. */
  Optional<Instant> amendedEndTime(int number) {
    return latest(number, Amendment::endTime);
  }

  /** The rule by which the length of a period is counted. */
  PeriodRule ruleOf(int number) {
    return latest(number, Amendment::calendar).orElse(calendar).rule();
  }

  /** What takes effect with a period. */
  Optional<Amendment> amendmentOf(int period) {
    return Few.first(amendments, amendment -> amendment.fromPeriod() == period);
  }

  Schedule amended(Amendment amendment) {
    List<Amendment> next = new ArrayList<>();
    Amendment merged = amendment;
    for (Amendment known : amendments) {
      if (known.fromPeriod() == amendment.fromPeriod()) {
        merged = known.and(amendment);
      } else {
        next.add(known);
      }
    }
    next.add(merged);
    next.sort(Comparator.comparingInt(Amendment::fromPeriod));
    return new Schedule(calendar, next);
  }

  /** The same without what an update that takes effect at once has overtaken. */
  Schedule overtakenBy(Event.Updated now) {
    return new Schedule(
        calendar,
        amendments.stream()
            .map(amendment -> amendment.overtakenBy(now))
            .filter(Amendment::changesAnything)
            .toList());
  }

  /** A period begins: what was to take effect with it is part of the calendar now. */
  Schedule reached(int period) {
    return new Schedule(
        latest(period, Amendment::calendar).orElse(calendar),
        Few.those(amendments, amendment -> amendment.fromPeriod() > period));
  }

  private <T> Optional<T> latest(int period, Function<Amendment, Optional<T>> part) {
    for (Amendment amendment : amendments.reversed()) {
      Optional<T> amended = part.apply(amendment);
      if (amendment.fromPeriod() <= period && amended.isPresent()) {
        return amended;
      }
    }
    return Optional.empty();
  }
}
