package dev.recur.systemtests.simulation;

import static dev.recur.systemtests.simulation.Timetable.later;

import dev.recur.schemas.avro.CatchUpAct;
import dev.recur.schemas.avro.CatchUpDecided;
import dev.recur.schemas.avro.HeldCyclesDecided;
import dev.recur.schemas.avro.PaymentFacts;
import dev.recur.schemas.avro.PeriodSkipped;
import dev.recur.schemas.avro.PeriodStarted;
import dev.recur.schemas.avro.RenewalUpcoming;
import dev.recur.schemas.avro.TrialEnding;
import java.time.Instant;
import java.util.List;

/** The periods of one life: when each begins, what it costs, and what is decided of it. */
final class CoursePeriods {

  private static final int TRIAL_NOTICE_DAYS = 3;
  private static final int RENEWAL_NOTICE_DAYS = 7;

  private final Plan plan;
  private final Standing standing;
  private final Judge judge;
  private final Timetable timetable;
  private final Terms terms;

  /**
   * What a life's periods go by, beside its timetable.
   *
   * @param freePeriods how many periods are free at first
   * @param billsAtSigning true where the merchant charges by itself but for the first period
   * @param isSurelyPaid true when nothing but the end can keep a period from being paid, or free
   * @param notifiesBuyer true when the buyer is told ahead
   */
  record Terms(
      int freePeriods, boolean billsAtSigning, boolean isSurelyPaid, boolean notifiesBuyer) {}

  CoursePeriods(Plan plan, Standing standing, Judge judge, Timetable timetable, Terms terms) {
    this.plan = plan;
    this.standing = standing;
    this.judge = judge;
    this.timetable = timetable;
    this.terms = terms;
  }

  void started(PeriodStarted started) {
    int period = started.getPeriod();
    judge.must(!standing.paused || period <= standing.opened, "period %d began in a pause", period);
    judge.must(
        !standing.refused || !plan.managed() || standing.opened >= period - 1,
        "no outcome before %d",
        period);
    begins(period);
    dates(period, started.getPeriodStart(), started.getPeriodEnd());
  }

  private void begins(int period) {
    judge.must(period == standing.begun + 1, "period %d began after %d", period, standing.begun);
    judge.must(
        !judge.at().isBefore(timetable.startOf(period)), "period %d began too early", period);
    standing.begun = period;
    if (!judge.now().isBefore(timetable.endOf(period))) {
      standing.begunTooLate.add(period);
    }
    standing.failed.headMap(period, standing.paused).clear();
  }

  private void dates(int period, Instant start, Instant end) {
    judge.must(start.equals(timetable.startOf(period)), "period %d starts at %s", period, start);
    judge.must(end.equals(timetable.endOf(period)), "period %d ends at %s", period, end);
  }

  /** What is said of a period's payment is what was agreed. */
  void facts(PaymentFacts payment) {
    int period = payment.getPurpose().getPeriod();
    dates(period, payment.getPeriodStart(), payment.getPeriodEnd());
    long price = timetable.priceOf(period);
    judge.must(payment.getAmount().getAmountMinor() == price, "period %d costs %d", period, price);
    judge.must(
        payment.getAmount().getCurrency().equals("USD"), "period %d is paid otherwise", period);
  }

  /** Of the next period it is decided. */
  void decided(int period) {
    int opened = standing.opened;
    boolean isNext = plan.managed() ? period == opened + 1 : period > opened;
    judge.must(isNext, "period %d is decided after %d", period, opened);
    judge.must(!judge.at().isBefore(timetable.dueAt(period)), "period %d is not due yet", period);
    standing.opened = Math.max(opened, period);
  }

  void waived(PaymentFacts payment) {
    int period = payment.getPurpose().getPeriod();
    judge.must(timetable.priceOf(period) == 0, "%s is free", payment);
    facts(payment);
    decided(period);
  }

  void skipped(PeriodSkipped skipped) {
    int period = skipped.getPeriod();
    dates(period, skipped.getPeriodStart(), skipped.getPeriodEnd());
    judge.must(!terms.isSurelyPaid(), "period %d is skipped", period);
    boolean owed = standing.backlog.remove(period) || standing.held.remove(period);
    boolean over = !judge.at().isBefore(timetable.endOf(period));
    switch (skipped.getReason()) {
      case SIGN_ONLY ->
          judge.must(
              period == 1 && !plan.managed() && !terms.billsAtSigning(), "1 is to be charged");
      case BEFORE_APPROVAL ->
          judge.must(timetable.isBeforeApproval(period), "%d was served", period);
      case METHOD_REFUSED ->
          judge.must(standing.refused && over && plan.managed(), "%d is to be charged", period);
      case ENDED ->
          judge.must(
              judge.decides(event -> event.getCanceled() != null || event.getEnded() != null),
              "%d has not ended",
              period);
      case PAUSED -> {
        judge.must(
            standing.paused || judge.decides(event -> event.getPaused() != null),
            "%d is not paused",
            period);
        if (period > standing.begun) {
          begins(period);
        }
      }
      case UNKNOWN -> judge.must(false, "%d is skipped for nothing", period);
    }
    if (!owed) {
      decided(period);
    }
  }

  void missed(CatchUpDecided missed) {
    int period = missed.getPayment().getPurpose().getPeriod();
    facts(missed.getPayment());
    judge.must(!terms.isSurelyPaid(), "period %d is missed", period);
    judge.must(!judge.now().isBefore(timetable.endOf(period)), "period %d is not over", period);
    judge.must(
        !standing.paused && !standing.refused && !standing.renewalOff && plan.managed(),
        "period %d is not owed",
        period);
    decided(period);
    CatchUpAct policy =
        switch (plan.catchUp()) {
          case CURRENT -> CatchUpAct.SKIP;
          case EACH -> CatchUpAct.CHARGE;
          case HOLD -> CatchUpAct.HOLD;
        };
    CatchUpAct expected = hasWaited(period) ? CatchUpAct.CHARGE : policy;
    judge.must(missed.getAct() == expected, "period %d: %s", period, missed.getAct());
    if (missed.getAct() == CatchUpAct.CHARGE) {
      standing.backlog.add(period);
    } else if (missed.getAct() == CatchUpAct.HOLD) {
      standing.held.add(period);
    }
  }

  /**
   * True for a period before the running one, which began in time and only waited for an attempt.
   * The others were missed: they were over before they began (decision 0013), or end while billing
   * stands still (0021).
   */
  private boolean hasWaited(int period) {
    boolean late = standing.begunTooLate.contains(period);
    if (period < standing.begun) {
      judge.must(!late, "period %d was missed when it began", period);
      return true;
    }
    judge.must(
        period > standing.begun || late || standing.parked || standing.changing,
        "period %d began in time, and was not missed",
        period);
    return false;
  }

  void heldDecided(HeldCyclesDecided decided) {
    judge.must(
        List.copyOf(standing.held).equals(decided.getPeriods()),
        "decides %s, and held are %s",
        decided.getPeriods(),
        standing.held);
    if (decided.getApproved()) {
      standing.backlog.addAll(standing.held);
    }
    standing.held.clear();
  }

  void trialEnds(TrialEnding told) {
    announced(told.getPeriod(), told.getAt(), told.getAmount().getAmountMinor());
    judge.must(told.getPeriod() == terms.freePeriods() + 1, "no trial before %d", told.getPeriod());
  }

  void renews(RenewalUpcoming told) {
    announced(told.getPeriod(), told.getAt(), told.getAmount().getAmountMinor());
    judge.must(told.getPeriod() != terms.freePeriods() + 1, "a trial before %d", told.getPeriod());
  }

  private void announced(int period, Instant chargeAt, long amountMinor) {
    Instant at = judge.at();
    judge.must(
        period == standing.opened + 1 && period > standing.announced,
        "period %d is announced",
        period);
    judge.must(chargeAt.equals(timetable.dueAt(period)), "announced %d for %s", period, chargeAt);
    judge.must(amountMinor == timetable.priceOf(period), "announced %d: %d", period, amountMinor);
    Instant tellAt = tellAt(period, chargeAt);
    judge.must(
        !at.isBefore(tellAt) && at.isBefore(chargeAt), "announced %d too soon or late", period);
    standing.announced = period;
  }

  private Instant tellAt(int period, Instant chargeAt) {
    int days = period == terms.freePeriods() + 1 ? TRIAL_NOTICE_DAYS : RENEWAL_NOTICE_DAYS;
    return chargeAt.atZone(timetable.zone()).minusDays(days).toInstant();
  }

  /** The next period had to begin by now. */
  void mustHaveBegun() {
    int next = standing.begun + 1;
    judge.late(timetable.startOf(next), judge.at(), "period %d has not begun", next);
  }

  /** Of the next period it had to be decided by now, and told ahead. */
  void mustHaveDecided() {
    int next = standing.opened + 1;
    if (plan.managed() || next == 1) {
      Instant due = timetable.dueAt(next);
      judge.late(
          next <= standing.begun ? standing.paced(due) : due,
          judge.at(),
          "nothing is decided of period %d",
          next);
      mustHaveAnnounced(next);
    }
  }

  /** A period's charge is announced where the days fit before it. */
  private void mustHaveAnnounced(int period) {
    Instant chargeAt = timetable.dueAt(period);
    Instant tellAt = tellAt(period, chargeAt);
    Instant earliest =
        period == 1 ? timetable.dueAt(1) : later(timetable.startOf(period - 1), timetable.dueAt(1));
    boolean told = period <= Math.max(standing.announced, standing.begun);
    if (terms.notifiesBuyer()
        && plan.managed()
        && !told
        && timetable.priceOf(period) > 0
        && tellAt.isAfter(earliest)) {
      Instant at = judge.at();
      judge.late(
          tellAt, at.isBefore(chargeAt) ? at : chargeAt, "period %d is not announced", period);
    }
  }
}
