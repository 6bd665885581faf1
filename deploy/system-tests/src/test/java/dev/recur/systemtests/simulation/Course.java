package dev.recur.systemtests.simulation;

import static dev.recur.systemtests.simulation.Timetable.later;

import dev.recur.schemas.avro.CatchUpAct;
import dev.recur.schemas.avro.CatchUpDecided;
import dev.recur.schemas.avro.ChargeDeclined;
import dev.recur.schemas.avro.ChargeRequested;
import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.PaymentFacts;
import dev.recur.schemas.avro.PaymentFailed;
import dev.recur.schemas.avro.PeriodSkipped;
import dev.recur.schemas.avro.PurposeKind;
import dev.recur.schemas.avro.RefundFacts;
import dev.recur.schemas.avro.SubscriptionEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One subscription's life gone through once more, decision by decision: what was asked of it is
 * taken as it was, and what had to follow by itself, when, for how much, and what could not, is
 * worked out anew from the READMEs and decisions, and from nobody's code.
 */
final class Course {

  /** Time runs so far at once, at most, and some of it passes while the work is done. */
  private static final Duration LATE_MAX = Duration.ofMinutes(5 * 60 + 30);

  private static final Duration DAY = Duration.ofDays(1);
  private static final List<Integer> RETRY_DAYS = List.of(1, 3, 5);
  private static final int CHARGES_PER_DAY_MAX = 5;

  /** Of these, two are left for the regular charges when something is caught up with. */
  private static final int PACED_PER_DAY = CHARGES_PER_DAY_MAX - 2;

  private static final int TRIAL_NOTICE_DAYS = 3;
  private static final int RENEWAL_NOTICE_DAYS = 7;

  private final Plan plan;
  private final Requested requested;
  private final History history;
  private final List<Stop> stops;
  private final Duration lateMax;
  private final List<String> broken = new ArrayList<>();
  private final Map<String, Asked> asked = new TreeMap<>();
  private final Map<String, String> declines = new TreeMap<>();
  private final Timetable timetable;
  private final boolean managed;
  private final boolean billsAtSigning;

  /** True when nothing but the end can keep a period from being paid, or free. */
  private final boolean isSurelyPaid;

  private final int freePeriods;

  private List<SubscriptionEvent> decision = List.of();
  private Instant at = Instant.MIN;
  private Instant since = Instant.MIN;
  private boolean lives;
  private boolean paused;
  private boolean parked;
  private boolean changing;
  private boolean renewalOff;
  private boolean refused;
  private @Nullable String methodId;

  /** The last period that began, or would have in a pause. */
  private int begun;

  /** The last period of which it is decided whether it is charged. */
  private int opened;

  /** The last period whose charge was announced. */
  private int announced;

  /** Missed periods that are to be charged. */
  private final TreeSet<Integer> backlog = new TreeSet<>();

  /** Missed periods that somebody has to decide about. */
  private final TreeSet<Integer> held = new TreeSet<>();

  /** Payments of the running period and later ones that failed, by period. */
  private final TreeMap<Integer, Failed> failed = new TreeMap<>();

  private final List<Instant> charges = new ArrayList<>();

  /** The payment of which the bank has said nothing final yet, or which waits to be tried again. */
  private @Nullable Open open;

  /** Time in which nothing ran. */
  record Stop(Instant from, Instant to) {
    Duration within(Instant begin, Instant end) {
      Instant last = to.isBefore(end) ? to : end;
      Instant first = later(from, begin);
      return last.isAfter(first) ? Duration.between(first, last) : Duration.ZERO;
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

  private record Failed(int attempt, boolean reopened) {}

  private record Open(PaymentFacts payment, int attempt, @Nullable Instant retryAt) {
    boolean mayStillSucceed() {
      return retryAt == null;
    }

    boolean isOf(PaymentFacts other) {
      return payment.getPaymentId().equals(other.getPaymentId());
    }
  }

  /**
   * A life.
   *
   * @param plan what its merchant wants
   * @param change how it came in the place of another one; empty for the first
   * @param stops when nothing ran, on its own clock
   */
  Course(Plan plan, Optional<Change> change, History history, List<Stop> stops) {
    this.plan = plan;
    this.requested = new Requested(plan, history);
    this.history = history;
    this.stops = stops;
    this.lateMax = plan.onTestClock() ? Duration.ZERO : LATE_MAX;
    CreateSubscription terms = history.events().getFirst().getCreated().getTerms();
    managed = plan.managed();
    billsAtSigning = plan.billsAtSigning() && change.isEmpty();
    isSurelyPaid = plan.isPlain() && plan.isSurelyPaid() && !history.wasParked();
    freePeriods = change.isEmpty() ? plan.freePeriods() : 0;
    timetable = timetable(terms, change);
    decisions().forEach(this::take);
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
      must(start.toInstant().equals(change.get().decidedAt()), "starts at %s", start);
      return successor;
    }
    must(start.equals(plan.start()), "starts at %s", start);
    must(unit == plan.unit() && count == plan.count(), "has periods of %d %s", count, unit);
    Timetable first = new Timetable(plan.start(), plan.unit(), plan.count(), plan.amountMinor());
    for (int period = 1; period <= freePeriods; period++) {
      first.promise(period, 0);
    }
    return first;
  }

  /** What is wrong with it, each in one sentence. */
  List<String> broken() {
    return broken;
  }

  /** What it had the bank charge, by key. */
  Map<String, Asked> asked() {
    return asked;
  }

  /** Codes of what is said to be declined, by key. */
  Map<String, String> declines() {
    return declines;
  }

  @SuppressWarnings("AnnotateFormatMethod") // Its annotation is in no library that is here.
  private void must(boolean holds, String format, Object... what) {
    if (!holds) {
      broken.add("%s at %s: %s".formatted(history.subscriptionId(), at, format.formatted(what)));
    }
  }

  private List<List<SubscriptionEvent>> decisions() {
    List<List<SubscriptionEvent>> decisions = new ArrayList<>();
    for (SubscriptionEvent event : history.events()) {
      if (event.getInput() != null || decisions.isEmpty()) {
        decisions.add(new ArrayList<>());
      }
      decisions.getLast().add(event);
    }
    return decisions;
  }

  private boolean decides(Predicate<SubscriptionEvent> what) {
    return decision.stream().anyMatch(what);
  }

  private void take(List<SubscriptionEvent> next) {
    decision = next;
    Instant then = next.getFirst().getAt();
    must(!then.isBefore(at), "goes back to %s", then);
    at = then;
    passed();
    next.forEach(this::take);
    since = at;
  }

  /** What had to happen by itself until now, and has not. */
  private void passed() {
    if (!lives) {
      return;
    }
    late(timetable.startOf(begun + 1), at, "period %d has not begun", begun + 1);
    if (paused || parked || changing || (open != null && open.mayStillSucceed())) {
      return;
    }
    if (open != null && open.retryAt() != null) {
      late(paced(open.retryAt()), at, "%s is not tried again", open.payment().getPaymentId());
    }
    if (renewalOff || refused) {
      return;
    }
    int next = opened + 1;
    if (managed || (next == 1)) {
      Instant due = timetable.dueAt(next);
      late(next <= begun ? paced(due) : due, at, "nothing is decided of period %d", next);
      announcement(next);
    }
    if (open == null) {
      boolean reopened = failed.values().stream().anyMatch(Failed::reopened);
      if (reopened || !backlog.isEmpty()) {
        late(paced(since), at, "not charged: missed %s, failed %s", backlog, failed.keySet());
      }
    }
  }

  /** A period's charge is announced where the days fit before it. */
  private void announcement(int period) {
    Instant chargeAt = timetable.dueAt(period);
    Instant tellAt = chargeAt.atZone(timetable.zone()).minusDays(noticeDays(period)).toInstant();
    Instant earliest =
        period == 1 ? timetable.dueAt(1) : later(timetable.startOf(period - 1), timetable.dueAt(1));
    boolean told = period <= Math.max(announced, begun);
    if (history.notifiesBuyer()
        && managed
        && !told
        && timetable.priceOf(period) > 0
        && tellAt.isAfter(earliest)) {
      late(tellAt, at.isBefore(chargeAt) ? at : chargeAt, "period %d is not announced", period);
    }
  }

  private int noticeDays(int period) {
    return period == freePeriods + 1 ? TRIAL_NOTICE_DAYS : RENEWAL_NOTICE_DAYS;
  }

  /** Catching up leaves room for the regular charges of a day. */
  private Instant paced(Instant due) {
    return charges.size() < PACED_PER_DAY
        ? due
        : later(due, charges.get(charges.size() - PACED_PER_DAY).plus(DAY));
  }

  @SuppressWarnings("AnnotateFormatMethod") // Its annotation is in no library that is here.
  private void late(Instant due, Instant until, String what, Object... about) {
    Instant from = later(since, due);
    if (from.isBefore(until)) {
      Duration stopped =
          stops.stream()
              .map(stop -> stop.within(from, until))
              .reduce(Duration.ZERO, Duration::plus);
      Duration late = Duration.between(from, until).minus(stopped);
      must(late.compareTo(lateMax) <= 0, "%s since %s", what.formatted(about), from);
    }
  }

  private void take(SubscriptionEvent event) {
    if (event.getCreated() != null) {
      methodId = event.getCreated().getTerms().getPaymentMethod().getId();
    } else if (event.getApproved() != null) {
      lives = true;
      timetable.approved(at);
    } else if (event.getPeriodStarted() != null) {
      int period = event.getPeriodStarted().getPeriod();
      must(!paused || period <= opened, "period %d began in a pause", period);
      must(!refused || !managed || opened >= period - 1, "no outcome before %d", period);
      begins(period);
      dates(
          period,
          event.getPeriodStarted().getPeriodStart(),
          event.getPeriodStarted().getPeriodEnd());
    } else if (event.getPeriodWaived() != null) {
      PaymentFacts payment = event.getPeriodWaived().getPayment();
      must(timetable.priceOf(payment.getPurpose().getPeriod()) == 0, "%s is free", payment);
      facts(payment);
      decided(payment.getPurpose().getPeriod());
    } else if (event.getPeriodSkipped() != null) {
      skipped(event.getPeriodSkipped());
    } else if (event.getCatchUpDecided() != null) {
      missed(event.getCatchUpDecided());
    } else if (event.getHeldCyclesDecided() != null) {
      must(
          List.copyOf(held).equals(event.getHeldCyclesDecided().getPeriods()),
          "decides %s, and held are %s",
          event.getHeldCyclesDecided().getPeriods(),
          held);
      if (event.getHeldCyclesDecided().getApproved()) {
        backlog.addAll(held);
      }
      held.clear();
    } else if (event.getTrialEnding() != null) {
      var told = event.getTrialEnding();
      announced(told.getPeriod(), told.getAt(), told.getAmount().getAmountMinor());
      must(told.getPeriod() == freePeriods + 1, "no trial before %d", told.getPeriod());
    } else if (event.getRenewalUpcoming() != null) {
      var told = event.getRenewalUpcoming();
      announced(told.getPeriod(), told.getAt(), told.getAmount().getAmountMinor());
      must(told.getPeriod() != freePeriods + 1, "a trial before %d", told.getPeriod());
    } else if (event.getParked() != null) {
      parked = true;
    } else if (event.getReleased() != null) {
      parked = false;
    } else if (event.getUpdated() != null) {
      updated(event);
    } else if (event.getPaymentMethodReplaced() != null) {
      methodId = event.getPaymentMethodReplaced().getPaymentMethod().getId();
      refused = false;
      reopen();
      if (open != null && open.retryAt() != null) {
        open = new Open(open.payment(), open.attempt(), at);
      }
    } else {
      takeOfPayment(event);
    }
  }

  private void takeOfPayment(SubscriptionEvent event) {
    if (event.getChargeRequested() != null) {
      charged(event.getChargeRequested());
    } else if (event.getChargeSucceeded() != null) {
      PaymentFacts payment = event.getChargeSucceeded().getPayment();
      closed(payment);
      if (payment.getPurpose().getKind() == PurposeKind.PERIOD) {
        failed.headMap(payment.getPurpose().getPeriod(), true).clear();
      }
    } else if (event.getChargeDeclined() != null) {
      declined(event.getChargeDeclined());
    } else if (event.getPaymentFailed() != null) {
      failed(event.getPaymentFailed());
    } else if (event.getRefundRequested() != null) {
      refund(event.getRefundRequested().getFacts());
    } else if (event.getRefundFailed() != null) {
      broken.addAll(requested.refund(event.getRefundFailed().getFacts(), false));
    } else if (event.getPaused() != null) {
      must(!managed || renewalOff || opened >= begun, "no outcome of %d", begun);
      must(backlog.isEmpty() && held.isEmpty(), "paused with %s and %s", backlog, held);
      paused = true;
      failed.headMap(begun, true).clear();
    } else if (event.getResumed() != null) {
      paused = false;
      reopen();
    } else if (event.getChangeStarted() != null) {
      changing = true;
    } else if (event.getChangeAbandoned() != null) {
      changing = false;
    } else if (event.getRenewalCancelled() != null) {
      renewalOff = true;
      backlog.clear();
      held.clear();
      failed.clear();
    } else if (event.getCanceled() != null
        || event.getEnded() != null
        || event.getChanged() != null) {
      lives = false;
    }
  }

  private void reopen() {
    failed.replaceAll((_, one) -> new Failed(one.attempt(), true));
  }

  private void begins(int period) {
    must(period == begun + 1, "period %d began after %d", period, begun);
    must(!at.isBefore(timetable.startOf(period)), "period %d began too early", period);
    begun = period;
    failed.headMap(period, paused).clear();
  }

  private void dates(int period, Instant start, Instant end) {
    must(start.equals(timetable.startOf(period)), "period %d starts at %s", period, start);
    must(end.equals(timetable.endOf(period)), "period %d ends at %s", period, end);
  }

  private void facts(PaymentFacts payment) {
    int period = payment.getPurpose().getPeriod();
    dates(period, payment.getPeriodStart(), payment.getPeriodEnd());
    long price = timetable.priceOf(period);
    must(payment.getAmount().getAmountMinor() == price, "period %d costs %d", period, price);
    must(payment.getAmount().getCurrency().equals("USD"), "period %d is paid otherwise", period);
  }

  /** Of the next period it is decided. */
  private void decided(int period) {
    boolean isNext = managed ? period == opened + 1 : period > opened;
    must(isNext, "period %d is decided after %d", period, opened);
    must(!at.isBefore(timetable.dueAt(period)), "period %d is not due yet", period);
    opened = Math.max(opened, period);
  }

  private void skipped(PeriodSkipped skipped) {
    int period = skipped.getPeriod();
    dates(period, skipped.getPeriodStart(), skipped.getPeriodEnd());
    must(!isSurelyPaid, "period %d is skipped", period);
    boolean owed = backlog.remove(period) || held.remove(period);
    boolean over = !at.isBefore(timetable.endOf(period));
    switch (skipped.getReason()) {
      case SIGN_ONLY -> must(period == 1 && !managed && !billsAtSigning, "1 is to be charged");
      case BEFORE_APPROVAL -> must(timetable.isBeforeApproval(period), "%d was served", period);
      case METHOD_REFUSED -> must(refused && over && managed, "%d is to be charged", period);
      case ENDED ->
          must(
              decides(event -> event.getCanceled() != null || event.getEnded() != null),
              "%d has not ended",
              period);
      case PAUSED -> {
        must(paused || decides(event -> event.getPaused() != null), "%d is not paused", period);
        if (period > begun) {
          begins(period);
        }
      }
      case UNKNOWN -> must(false, "%d is skipped for nothing", period);
    }
    if (!owed) {
      decided(period);
    }
  }

  private void missed(CatchUpDecided missed) {
    int period = missed.getPayment().getPurpose().getPeriod();
    facts(missed.getPayment());
    must(!isSurelyPaid, "period %d is missed", period);
    must(!at.isBefore(timetable.endOf(period)), "period %d is not over", period);
    must(!paused && !refused && !renewalOff && managed, "period %d is not owed", period);
    decided(period);
    CatchUpAct expected =
        switch (plan.catchUp()) {
          case CURRENT -> CatchUpAct.SKIP;
          case EACH -> CatchUpAct.CHARGE;
          case HOLD -> CatchUpAct.HOLD;
        };
    // What waited for an attempt, before one that was missed, was not missed itself.
    boolean kept =
        missed.getAct() == CatchUpAct.CHARGE
            && open != null
            && decides(
                event ->
                    event.getCatchUpDecided() != null
                        && event.getCatchUpDecided().getPayment().getPurpose().getPeriod()
                            > period);
    must(missed.getAct() == expected || kept, "period %d: %s", period, missed.getAct());
    if (missed.getAct() == CatchUpAct.CHARGE) {
      backlog.add(period);
    } else if (missed.getAct() == CatchUpAct.HOLD) {
      held.add(period);
    }
  }

  private void announced(int period, Instant chargeAt, long amountMinor) {
    must(period == opened + 1 && period > announced, "period %d is announced", period);
    must(chargeAt.equals(timetable.dueAt(period)), "announced %d for %s", period, chargeAt);
    must(amountMinor == timetable.priceOf(period), "announced %d: %d", period, amountMinor);
    Instant tellAt = chargeAt.atZone(timetable.zone()).minusDays(noticeDays(period)).toInstant();
    must(!at.isBefore(tellAt) && at.isBefore(chargeAt), "announced %d too soon or late", period);
    announced = period;
  }

  private void updated(SubscriptionEvent event) {
    var updated = event.getUpdated();
    int from = Math.max(begun, opened) + 1;
    must(updated.getFromPeriod() == from, "updated from %d", updated.getFromPeriod());
    Optional<Act> act = requested.act(updated.getRequestId());
    must(act.isPresent(), "updated by nobody: %s", updated);
    if (act.isEmpty()) {
      return;
    }
    if (act.get().kind() == Act.Kind.PERIOD) {
      int count = Wishes.days(act.get());
      boolean isNew = !timetable.isRhythm(from, ChronoUnit.DAYS, count);
      must(isNew == (updated.getPeriodRule() != null), "updated to %s", updated);
      if (isNew) {
        must(timetable.startOf(from).equals(updated.getAnchor()), "anchored at %s", updated);
        timetable.rhythm(from, ChronoUnit.DAYS, count);
      }
    } else {
      timetable.price(from, Wishes.price(act.get()));
    }
  }

  private void charged(ChargeRequested told) {
    PaymentFacts payment = told.getPayment();
    int attempt = told.getAttempt();
    String key = payment.getPaymentId() + "/" + attempt;
    must(
        asked.put(
                key,
                new Asked(
                    payment.getAmount().getAmountMinor(), at, methodId, told.getPresentUntil()))
            == null,
        "%s is asked for again",
        key);
    must(lives, "%s is charged before or after its life", key);
    must(!paused && !parked && !changing && !refused, "%s must not be charged", key);
    must(open == null || open.isOf(payment), "%s is charged beside another one", key);
    charges.removeIf(charge -> !charge.isAfter(at.minus(DAY)));
    charges.add(at);
    must(charges.size() <= CHARGES_PER_DAY_MAX, "%s is one charge too many", key);
    if (attempt > 1) {
      again(payment, attempt);
    } else if (payment.getPurpose().getKind() == PurposeKind.PERIOD) {
      int period = payment.getPurpose().getPeriod();
      must(!renewalOff && (managed || (period == 1 && billsAtSigning)), "%s is not owed", key);
      facts(payment);
      must(
          !payment.getPeriodEnd().isBefore(at) || backlog.contains(period) || begun >= period,
          "%s was missed",
          key);
      if (!backlog.remove(period)) {
        decided(period);
      }
    } else {
      must(
          requested.isCharge(payment, () -> timetable.priceOf(begun)),
          "nobody asked for %s",
          payment);
    }
    failed.remove(periodOf(payment));
    open = new Open(payment, attempt, null);
  }

  private static int periodOf(PaymentFacts payment) {
    Integer period = payment.getPurpose().getPeriod();
    return period == null ? 0 : period;
  }

  private void again(PaymentFacts payment, int attempt) {
    String id = payment.getPaymentId();
    Failed before = failed.get(periodOf(payment));
    if (open != null) {
      must(open.attempt() == attempt - 1, "%s is tried for the %dth time", id, attempt);
      must(open.retryAt() != null && !at.isBefore(open.retryAt()), "%s is tried too early", id);
    } else {
      must(before != null && before.reopened(), "%s is tried though it failed", id);
      must(before == null || before.attempt() == attempt - 1, "%s: attempt %d", id, attempt);
    }
  }

  private void refund(RefundFacts facts) {
    broken.addAll(requested.refund(facts, true));
    String key = facts.getRefund().getPaymentId() + "/1";
    long amount = facts.getRefund().getAmount().getAmountMinor();
    must(
        asked.put(key, new Asked(amount, at, null, Instant.MAX)) == null,
        "%s is asked for again",
        key);
  }

  private void declined(ChargeDeclined declined) {
    PaymentFacts payment = declined.getPayment();
    declines.put(payment.getPaymentId() + "/" + declined.getAttempt(), declined.getCode());
    must(open != null && open.isOf(payment), "%s is declined", payment.getPaymentId());
    Optional<Instant> retryAt = declined.getHard() ? Optional.empty() : retryAt(declined);
    must(
        retryAt.equals(Optional.ofNullable(declined.getRetryAt())),
        "%s is tried again at %s and not at %s",
        payment.getPaymentId(),
        declined.getRetryAt(),
        retryAt);
    open = new Open(payment, declined.getAttempt(), declined.getRetryAt());
  }

  /** The next of its days, as long as that is before the next charge and the period's end. */
  private Optional<Instant> retryAt(ChargeDeclined declined) {
    int attempt = declined.getAttempt();
    if (!lives || renewalOff || paused || !managed || attempt > RETRY_DAYS.size()) {
      return Optional.empty();
    }
    PaymentFacts payment = declined.getPayment();
    int day = RETRY_DAYS.get(attempt - 1);
    Instant planned = payment.getCreatedAt().plus(Duration.ofDays(day));
    int before = attempt == 1 ? 0 : RETRY_DAYS.get(attempt - 2);
    Instant retryAt = planned.isAfter(at) ? planned : at.plus(Duration.ofDays(day - before));
    boolean missed = !payment.getCreatedAt().isBefore(payment.getPeriodEnd());
    return retryAt.isBefore(timetable.dueAt(opened + 1))
            && (missed || retryAt.isBefore(payment.getPeriodEnd()))
        ? Optional.of(retryAt)
        : Optional.empty();
  }

  private void failed(PaymentFailed told) {
    PaymentFacts payment = told.getPayment();
    must(open != null && open.isOf(payment), "%s failed", payment.getPaymentId());
    boolean declinedNow =
        decides(
            event ->
                event.getChargeDeclined() != null
                    && event.getChargeDeclined().getRetryAt() == null);
    boolean leftOff =
        decides(
            event ->
                event.getPaused() != null
                    || event.getRenewalCancelled() != null
                    || event.getCanceled() != null
                    || event.getEnded() != null
                    || event.getChanged() != null);
    must(!isSurelyPaid || leftOff, "%s is given up", payment.getPaymentId());
    boolean nextIsDue = !at.isBefore(timetable.dueAt(opened + 1));
    boolean endsStanding = (parked || changing) && !at.isBefore(timetable.startOf(begun + 1));
    must(
        declinedNow || leftOff || nextIsDue || endsStanding,
        "%s is given up",
        payment.getPaymentId());
    int attempt = open == null ? 0 : open.attempt();
    closed(payment);
    refused |= told.getHard();
    int period = periodOf(payment);
    if (period >= begun && period > 0 && managed && !renewalOff && !paused && lives) {
      failed.put(period, new Failed(attempt, false));
    }
  }

  private void closed(PaymentFacts payment) {
    if (open != null && open.isOf(payment)) {
      open = null;
    }
  }
}
