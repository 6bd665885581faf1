package dev.recur.systemtests.simulation;

import static dev.recur.systemtests.simulation.Timetable.later;

import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.SubscriptionUpdated;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One subscription's life gone through once more, decision by decision: what was asked of it is
 * taken as it was, and what had to follow by itself, when, for how much, and what could not, is
 * worked out anew from the READMEs and decisions, and from nobody's code.
 *
 * <p>What an event changes is {@link Standing}; what must be true of it is in {@link CoursePeriods}
 * and {@link CourseCharges}, which tell the {@link Judge}.
 */
final class Course {

  /** Time runs so far at once, at most, and some of it passes while the work is done. */
  private static final Duration LATE_MAX = Duration.ofMinutes(5 * 60 + 30);

  private final Plan plan;
  private final Requested requested;
  private final Standing standing;
  private final Judge judge;
  private final Timetable timetable;
  private final CoursePeriods periods;
  private final CourseCharges charges;
  private final Set<String> seen = new TreeSet<>();

  /** A change to another subscription came to nothing. */
  private boolean wasAbandoned;

  /** Time in which nothing ran. */
  record Stop(Instant from, Instant to) {
    Duration within(Instant begin, Instant end) {
      Instant last = to.isBefore(end) ? to : end;
      Instant first = later(from, begin);
      return last.isAfter(first) ? Duration.between(first, last) : Duration.ZERO;
    }

    /** True when a month begins in it, in UTC as for the jumps of a test clock. */
    boolean isOverMonthsEnd() {
      Instant month =
          to.atOffset(ZoneOffset.UTC)
              .with(TemporalAdjusters.firstDayOfMonth())
              .truncatedTo(ChronoUnit.DAYS)
              .toInstant();
      return from.isBefore(month) && to.isAfter(month);
    }

    /** True when what a buyer pays in the end is paid also with such a stop. */
    boolean leavesNothingUnpaid() {
      return Duration.between(from, to).compareTo(Story.ANY.outageMax()) <= 0;
    }
  }

  /** What the bank is asked for under a key. */
  record Asked(long amountMinor, Instant at, @Nullable String methodId, Instant presentUntil) {}

  /**
   * How it came in the place of another one.
   *
   * @param decidedAt when, which is when it starts, however late its create is read
   */
  record Change(Act act, Instant decidedAt) {}

  /**
   * A life.
   *
   * @param plan what its merchant wants
   * @param change how it came in the place of another one; empty for the first
   * @param stops when nothing ran, on its own clock
   */
  Course(Plan plan, Optional<Change> change, History history, List<Stop> stops) {
    this.plan = plan;
    requested = new Requested(plan, history);
    judge =
        new Judge(
            history.subscriptionId(),
            stops,
            plan.onTestClock() ? Duration.ZERO : LATE_MAX,
            plan.onTestClock());
    CoursePeriods.Terms terms =
        new CoursePeriods.Terms(
            change.isEmpty() ? plan.freePeriods() : 0,
            plan.billsAtSigning() && change.isEmpty(),
            plan.isPlain()
                && plan.isSurelyPaid()
                && !history.wasParked()
                && stops.stream().allMatch(Stop::leavesNothingUnpaid),
            history.notifiesBuyer());
    timetable = timetable(history.events().getFirst().getCreated().getTerms(), change);
    standing = new Standing(timetable);
    periods = new CoursePeriods(plan, standing, judge, timetable, terms);
    charges = new CourseCharges(plan, standing, judge, timetable, periods, terms, requested);
    decisions(history).forEach(this::take);
  }

  private Timetable timetable(CreateSubscription terms, Optional<Change> change) {
    ChronoUnit unit = Wishes.unit(terms.getPeriodRule().getUnit());
    int count = terms.getPeriodRule().getCount();
    var start = terms.getStartTime().atZone(ZoneId.of(terms.getZone()));
    if (change.isPresent()) {
      Timetable successor = new Timetable(start, unit, count, Wishes.price(change.get().act()));
      if (Wishes.costsOtherwiseAtFirst(change.get().act())) {
        successor.promise(1, Wishes.FIRST_AMOUNT);
      }
      judge.must(start.toInstant().equals(change.get().decidedAt()), "starts at %s", start);
      return successor;
    }
    judge.must(start.equals(plan.start()), "starts at %s", start);
    judge.must(unit == plan.unit() && count == plan.count(), "has periods of %d %s", count, unit);
    Timetable first = new Timetable(plan.start(), plan.unit(), plan.count(), plan.amountMinor());
    for (int period = 1; period <= plan.freePeriods(); period++) {
      first.promise(period, 0);
    }
    return first;
  }

  /** What is wrong with it, each in one sentence. */
  List<String> broken() {
    return judge.broken();
  }

  /** What it had the bank charge, by key. */
  Map<String, Asked> asked() {
    return charges.asked();
  }

  /** Codes of what is said to be declined, by key. */
  Map<String, String> declines() {
    return charges.declines();
  }

  /** What happened in it that a run is there for, by its names in {@link Seen}. */
  Set<String> seen() {
    return seen;
  }

  private static List<List<SubscriptionEvent>> decisions(History history) {
    List<List<SubscriptionEvent>> decisions = new ArrayList<>();
    for (SubscriptionEvent event : history.events()) {
      if (event.getInput() != null || decisions.isEmpty()) {
        decisions.add(new ArrayList<>());
      }
      decisions.getLast().add(event);
    }
    return decisions;
  }

  private void take(List<SubscriptionEvent> next) {
    judge.comes(next);
    if (standing.lives) {
      passed();
    }
    next.forEach(this::take);
    judge.goes();
  }

  /** What had to happen by itself until now, and has not. */
  private void passed() {
    periods.mustHaveBegun();
    if (standing.standsStill()) {
      return;
    }
    charges.mustHaveRetried();
    if (standing.renewalOff || standing.refused) {
      return;
    }
    periods.mustHaveDecided();
    charges.mustHaveCaughtUp();
  }

  private void take(SubscriptionEvent event) {
    if (event.getCreated() != null) {
      standing.methodId = event.getCreated().getTerms().getPaymentMethod().getId();
    } else if (event.getApproved() != null) {
      standing.lives = true;
      timetable.approved(judge.at());
    } else if (event.getParked() != null) {
      standing.parked = true;
    } else if (event.getReleased() != null) {
      standing.parked = false;
    } else if (event.getChangeStarted() != null) {
      standing.changing = true;
    } else if (event.getChangeAbandoned() != null) {
      standing.changing = false;
      wasAbandoned = true;
    } else if (event.getCanceled() != null
        || event.getEnded() != null
        || event.getChanged() != null) {
      standing.lives = false;
    } else {
      takeOfPeriod(event);
      takeOfPayment(event);
      takeOfMerchant(event);
    }
  }

  private void takeOfPeriod(SubscriptionEvent event) {
    if (event.getPeriodStarted() != null) {
      periods.started(event.getPeriodStarted());
    } else if (event.getPeriodWaived() != null) {
      periods.waived(event.getPeriodWaived().getPayment());
    } else if (event.getPeriodSkipped() != null) {
      periods.skipped(event.getPeriodSkipped());
    } else if (event.getCatchUpDecided() != null) {
      periods.missed(event.getCatchUpDecided());
    } else if (event.getHeldCyclesDecided() != null) {
      periods.heldDecided(event.getHeldCyclesDecided());
    } else if (event.getTrialEnding() != null) {
      periods.trialEnds(event.getTrialEnding());
    } else if (event.getRenewalUpcoming() != null) {
      periods.renews(event.getRenewalUpcoming());
    }
  }

  private void takeOfPayment(SubscriptionEvent event) {
    if (event.getChargeRequested() != null) {
      if (standing.open == null && event.getChargeRequested().getAttempt() > 1) {
        seen.add(Seen.REOPENED);
      }
      if (wasAbandoned) {
        seen.add(Seen.CHARGED_AFTER_CHANGE);
      }
      charges.charged(event.getChargeRequested());
    } else if (event.getChargeSucceeded() != null) {
      charges.succeeded(event.getChargeSucceeded().getPayment());
    } else if (event.getChargeDeclined() != null) {
      charges.declined(event.getChargeDeclined());
    } else if (event.getPaymentFailed() != null) {
      charges.failed(event.getPaymentFailed());
    } else if (event.getRefundRequested() != null) {
      charges.refund(event.getRefundRequested().getFacts());
    } else if (event.getRefundFailed() != null) {
      charges.refundFailed(event.getRefundFailed().getFacts());
    }
  }

  private void takeOfMerchant(SubscriptionEvent event) {
    if (event.getUpdated() != null) {
      updated(event.getUpdated());
    } else if (event.getPaymentMethodReplaced() != null) {
      if (standing.refused) {
        seen.add(standing.failed.isEmpty() ? Seen.REPLACED_LATER : Seen.REPLACED_AT_ONCE);
      }
      standing.methodId = event.getPaymentMethodReplaced().getPaymentMethod().getId();
      standing.refused = false;
      standing.reopen();
      standing.retry(judge.at());
    } else if (event.getPaused() != null) {
      judge.must(
          !plan.managed() || standing.renewalOff || standing.opened >= standing.begun,
          "no outcome of %d",
          standing.begun);
      judge.must(
          standing.backlog.isEmpty() && standing.held.isEmpty(),
          "paused with %s and %s",
          standing.backlog,
          standing.held);
      standing.paused = true;
      standing.failed.headMap(standing.begun, true).clear();
    } else if (event.getResumed() != null) {
      standing.paused = false;
      standing.reopen();
    } else if (event.getRenewalCancelled() != null) {
      standing.renewalOff = true;
      standing.backlog.clear();
      standing.held.clear();
      standing.failed.clear();
    }
  }

  private void updated(SubscriptionUpdated updated) {
    int from = Math.max(standing.begun, standing.opened) + 1;
    if (standing.opened < standing.begun) {
      seen.add(plan.managed() ? Seen.UPDATED_UNPAID : Seen.UPDATED_BY_HAND);
    }
    judge.must(updated.getFromPeriod() == from, "updated from %d", updated.getFromPeriod());
    Optional<Act> act = requested.act(updated.getRequestId());
    judge.must(act.isPresent(), "updated by nobody: %s", updated);
    if (act.isEmpty()) {
      return;
    }
    if (act.get().kind() == Act.Kind.PERIOD) {
      int count = Wishes.days(act.get());
      boolean isNew = !timetable.isRhythm(from, ChronoUnit.DAYS, count);
      judge.must(isNew == (updated.getPeriodRule() != null), "updated to %s", updated);
      if (isNew) {
        judge.must(timetable.startOf(from).equals(updated.getAnchor()), "anchored at %s", updated);
        timetable.rhythm(from, ChronoUnit.DAYS, count);
      }
    } else {
      timetable.price(from, Wishes.price(act.get()));
    }
  }
}
