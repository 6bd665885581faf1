package dev.recur.notifier.audit.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the ledger must say next, at the latest when it falls due.
 *
 * @param what in words
 * @param dueAt on the subscription's clock
 */
public record Expected(String what, Instant dueAt) {

  /**
   * An attempt that would be one too many in a day waits for up to a day (policy {@code
   * chargesPerDayMax}). When exactly is the worker's business; later than that is nobody's.
   */
  private static final Duration PACE = Duration.ofDays(1);

  /** What is expected first; empty when nothing is, however long nothing happens. */
  public static Optional<Expected> of(Books books) {
    if (books.plan().isEmpty() || books.timetable().isEmpty()) {
      return Optional.empty();
    }
    // The decline was the last event, for whatever comes next has to say it.
    Optional<Expected> failure =
        books.open().stream()
            .filter(Books.Open::mustFail)
            .map(open -> new Expected("the failure of " + open.id(), books.at()))
            .findFirst();
    if (failure.isPresent()) {
      return failure;
    }
    Plan plan = books.plan().get();
    return switch (books.stage()) {
      case UNBORN, OVER -> Optional.empty();
      case INCOMPLETE -> Optional.of(new Expected("the buyer's time is over", plan.expiry()));
      case LIVE ->
          ofLive(books, plan, books.timetable().get()).stream()
              .min(Comparator.comparing(Expected::dueAt));
    };
  }

  private static List<Expected> ofLive(Books books, Plan plan, Timetable timetable) {
    List<Expected> all = new ArrayList<>();
    boundary(books, plan, timetable).ifPresent(all::add);
    Books.Halts halts = books.halts();
    if (halts.parked() || halts.changing() || halts.paused()) {
      return all;
    }
    // Money that goes back waits for nothing, and nothing waits for it.
    List<Books.Open> payments = books.open().stream().filter(open -> !open.refund()).toList();
    payments.stream()
        .flatMap(open -> open.retryAt().stream())
        .map(retryAt -> new Expected("a retry", paced(books, retryAt)))
        .forEach(all::add);
    boolean inFlight = payments.stream().anyMatch(Books.Open::inFlight);
    if (!inFlight && !halts.renewalOff() && !halts.methodRefused()) {
      charge(books, plan, timetable).ifPresent(all::add);
      if (payments.isEmpty()) {
        books.progress().backlog().stream()
            .min(Comparator.naturalOrder())
            .map(p -> new Expected("the charge of missed period " + p, paced(books, books.at())))
            .ifPresent(all::add);
      }
    }
    return all;
  }

  /** The next period begins, or it is over. */
  private static Optional<Expected> boundary(Books books, Plan plan, Timetable timetable) {
    int next = books.progress().current() + 1;
    boolean last = isBeyond(next, plan, timetable) || books.halts().renewalOff();
    // What is about to be replaced does not end by itself: the change has to be answered.
    if (books.halts().changing() && last) {
      return Optional.empty();
    }
    return Optional.of(
        new Expected("the begin of period " + next, sinceAgreed(books, timetable.startOf(next))));
  }

  private static Optional<Expected> charge(Books books, Plan plan, Timetable timetable) {
    Books.Progress progress = books.progress();
    int period = progress.opened() + 1;
    // Where the merchant asks for each payment, only the first may be charged by itself.
    if ((!plan.managed() && period > 1) || isBeyond(period, plan, timetable)) {
      return Optional.empty();
    }
    Instant due = timetable.startOf(period);
    if (period > 1) {
      due = later(due.minus(plan.lead()), timetable.startOf(period - 1));
    }
    due = sinceAgreed(books, due);
    boolean runsAlready = period <= progress.current();
    return Optional.of(
        new Expected("the charge of period " + period, runsAlready ? paced(books, due) : due));
  }

  private static boolean isBeyond(int period, Plan plan, Timetable timetable) {
    return (plan.cycles().isPresent() && period > plan.cycles().getAsInt())
        || timetable.endsBefore(period);
  }

  /** Nothing is due before the buyer agreed, whenever the first period starts. */
  private static Instant sinceAgreed(Books books, Instant due) {
    return later(due, books.progress().approvedAt().orElse(due));
  }

  private static Instant paced(Books books, Instant due) {
    return books.progress().lastAskedAt().map(at -> later(due, at.plus(PACE))).orElse(due);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
