package dev.recur.systemtests.expect;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * When a subscription's periods fall due, in the words of the seeds and of nobody's code.
 *
 * <p>Seed 001's table: periods start at the start time and each period after it, counted from the
 * start time itself; the first charge is made at the start, every later one 23 hours and 55 minutes
 * before its period. Seed 003: a free trial starts one period before its end, so its start lies in
 * the past. The design: nothing is asked before the buyer agreed, nor before the preceding period's
 * start.
 *
 * @param offer what was asked for
 * @param approvedAt when the buyer agreed
 */
public record Calendar(Offer offer, OffsetDateTime approvedAt) {

  /** When a period starts. */
  public OffsetDateTime startOf(int period) {
    long units = (long) (period - 1) * offer.count();
    OffsetDateTime start = offer.start();
    // Always from the start, so that the 31st comes back after February.
    return switch (offer.unit()) {
      case DAYS -> start.plusDays(units);
      case WEEKS -> start.plusWeeks(units);
      case MONTHS -> start.plusMonths(units);
      case YEARS -> start.plusYears(units);
      default -> throw new IllegalArgumentException("No period is counted in " + offer.unit());
    };
  }

  /** A period, with when its price is asked for. */
  public Due due(int period) {
    OffsetDateTime start = startOf(period);
    OffsetDateTime asked = start;
    if (period > 1) {
      OffsetDateTime lead = start.minus(offer.lead());
      OffsetDateTime preceding = startOf(period - 1);
      asked = lead.isAfter(preceding) ? lead : preceding;
    }
    OffsetDateTime dueAt = asked.isAfter(approvedAt) ? asked : approvedAt;
    return new Due(period, start, startOf(period + 1), offer.priceOf(period), dueAt);
  }

  /** Every period that has fallen due at {@code until}, that instant included. */
  public List<Due> dueBy(OffsetDateTime until) {
    List<Due> all = new ArrayList<>();
    for (Due due = due(1); !due.dueAt().isAfter(until); due = due(due.period() + 1)) {
      all.add(due);
    }
    return all;
  }

  /** The period that runs at an instant; 0 before the first. */
  public int periodAt(OffsetDateTime instant) {
    int period = 0;
    while (!startOf(period + 1).isAfter(instant)) {
      period++;
    }
    return period;
  }
}
