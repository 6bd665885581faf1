package dev.recur.notifier.audit.rules;

import static dev.recur.notifier.audit.rules.Finding.Kind.OFF_CALENDAR;
import static dev.recur.notifier.audit.rules.Finding.Kind.PERIOD_DECIDED_TWICE;
import static dev.recur.notifier.audit.rules.Finding.Kind.PERIOD_LEFT_OUT;

import dev.recur.notifier.audit.rules.Books.Progress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** How far a subscription has come, while one record is looked at. */
final class Periods {

  /** Most missed periods that are kept: what the policies may allow. */
  private static final int MISSED_MAX = 100;

  private final Consumer<Finding> findings;
  private final List<Integer> backlog;
  private final List<Integer> held;
  private Optional<Plan> plan;
  private Optional<Timetable> timetable;
  private int current;
  private int opened;

  Periods(
      Progress progress,
      Optional<Plan> plan,
      Optional<Timetable> timetable,
      Consumer<Finding> findings) {
    this.plan = plan;
    this.timetable = timetable;
    this.findings = findings;
    current = progress.current();
    opened = progress.opened();
    backlog = new ArrayList<>(progress.backlog());
    held = new ArrayList<>(progress.held());
  }

  Optional<Timetable> timetable() {
    return timetable;
  }

  Progress progress(Optional<Instant> approvedAt, Optional<Instant> lastAskedAt) {
    return new Progress(approvedAt, current, opened, lastAskedAt, backlog, held);
  }

  void begin(Plan agreed, Timetable first) {
    plan = Optional.of(agreed);
    timetable = Optional.of(first);
  }

  /** It is over: only where it comes to its agreed end has every period an outcome of its own. */
  void over(Fact.End how) {
    boolean managed = plan.map(Plan::managed).orElse(false);
    boolean open = opened < current || !backlog.isEmpty() || !held.isEmpty();
    if (how == Fact.End.ENDED && managed && open) {
      findings.accept(
          new Finding(
              PERIOD_LEFT_OUT,
              "the agreed end, with period %d begun, %d decided, missed ones %s and held ones %s"
                  .formatted(current, opened, backlog, held)));
    }
    renewalOff();
  }

  /** Missed periods are not charged any more. */
  void renewalOff() {
    backlog.clear();
    held.clear();
  }

  void amended(Fact.Amended amended) {
    timetable = timetable.map(before -> before.changed(amended));
  }

  /** A period begins. */
  void began(int period, Instant start, Instant end) {
    timetable.ifPresent(
        agreed -> {
          Instant agreedStart = agreed.startOf(period);
          Instant agreedEnd = agreed.startOf(period + 1);
          boolean beyond =
              agreed.endsBefore(period)
                  || plan.filter(p -> p.cycles().isPresent() && period > p.cycles().getAsInt())
                      .isPresent();
          if (period != current + 1
              || !start.equals(agreedStart)
              || !end.equals(agreedEnd)
              || beyond) {
            findings.accept(
                new Finding(
                    OFF_CALENDAR,
                    "period %d from %s to %s after period %d, agreed from %s to %s%s"
                        .formatted(
                            period,
                            start,
                            end,
                            current,
                            agreedStart,
                            agreedEnd,
                            beyond ? ", beyond the agreed end" : "")));
          }
        });
    current = period;
    timetable = timetable.map(before -> before.reached(period));
  }

  void skipped(Fact.PeriodSkipped skipped) {
    decided(skipped.period());
    if (skipped.paused() && skipped.period() > current) {
      began(skipped.period(), skipped.start(), skipped.end());
    }
  }

  void missed(Fact.Missed missed) {
    if (missed.payment().ownPeriod().isEmpty()) {
      return;
    }
    int period = missed.payment().ownPeriod().getAsInt();
    decided(period);
    switch (missed.act()) {
      case CHARGE -> keep(backlog, period);
      case HOLD -> keep(held, period);
      case SKIP -> {
        // Never charged: that is its outcome.
      }
    }
  }

  void heldDecided(Fact.HeldDecided decided) {
    for (int period : decided.periods()) {
      if (!take(held, period)) {
        findings.accept(
            new Finding(PERIOD_DECIDED_TWICE, "period %d was not held".formatted(period)));
      } else if (decided.approved()) {
        keep(backlog, period);
      }
    }
  }

  /** It is decided what becomes of a period: a charge, or that there is none. */
  void decided(int period) {
    if (take(backlog, period) || take(held, period)) {
      return;
    }
    if (period <= opened) {
      findings.accept(
          new Finding(
              PERIOD_DECIDED_TWICE,
              "period %d, and all up to %d were decided".formatted(period, opened)));
      return;
    }
    // Where the merchant asks for each payment, periods have none of their own.
    boolean managed = plan.map(Plan::managed).orElse(false);
    if (managed && period > opened + 1) {
      findings.accept(
          new Finding(
              PERIOD_LEFT_OUT, "period %d is decided after period %d".formatted(period, opened)));
    }
    opened = period;
  }

  /** True when the period was among them. */
  private static boolean take(List<Integer> list, int period) {
    return list.removeIf(one -> one == period);
  }

  private static void keep(List<Integer> list, int period) {
    if (list.size() < MISSED_MAX) {
      list.add(period);
    }
  }
}
