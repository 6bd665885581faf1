package dev.recur.systemtests.simulation;

import dev.recur.schemas.avro.ChargeDeclined;
import dev.recur.schemas.avro.ChargeRequested;
import dev.recur.schemas.avro.PaymentFacts;
import dev.recur.schemas.avro.PaymentFailed;
import dev.recur.schemas.avro.PurposeKind;
import dev.recur.schemas.avro.RefundFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one life had the bank move: each charge, when it is tried again, and when it is given up.
 */
final class CourseCharges {

  private static final List<Integer> RETRY_DAYS = List.of(1, 3, 5);

  private final Plan plan;
  private final Standing standing;
  private final Judge judge;
  private final Timetable timetable;
  private final CoursePeriods periods;
  private final CoursePeriods.Terms terms;
  private final Requested requested;
  private final Map<String, Course.Asked> asked = new TreeMap<>();
  private final Map<String, String> declines = new TreeMap<>();

  CourseCharges(
      Plan plan,
      Standing standing,
      Judge judge,
      Timetable timetable,
      CoursePeriods periods,
      CoursePeriods.Terms terms,
      Requested requested) {
    this.plan = plan;
    this.standing = standing;
    this.judge = judge;
    this.timetable = timetable;
    this.periods = periods;
    this.terms = terms;
    this.requested = requested;
  }

  /** What it had the bank charge, by key. */
  Map<String, Course.Asked> asked() {
    return asked;
  }

  /** Codes of what is said to be declined, by key. */
  Map<String, String> declines() {
    return declines;
  }

  void charged(ChargeRequested told) {
    PaymentFacts payment = told.getPayment();
    int attempt = told.getAttempt();
    Instant now = judge.now();
    String key = payment.getPaymentId() + "/" + attempt;
    ask(
        key,
        new Course.Asked(
            payment.getAmount().getAmountMinor(), now, standing.methodId, told.getPresentUntil()));
    judge.must(standing.lives, "%s is charged before or after its life", key);
    judge.must(
        !standing.paused && !standing.parked && !standing.changing && !standing.refused,
        "%s must not be charged",
        key);
    judge.must(
        standing.open == null || standing.isOpen(payment), "%s is charged beside another one", key);
    standing.charged(now);
    judge.must(!standing.isChargedTooOften(), "%s is one charge too many", key);
    if (attempt > 1) {
      again(payment, attempt);
    } else if (payment.getPurpose().getKind() == PurposeKind.PERIOD) {
      ofPeriod(payment, key);
    } else {
      judge.must(
          requested.isCharge(payment, () -> timetable.priceOf(standing.begun)),
          "nobody asked for %s",
          payment);
    }
    standing.failed.remove(periodOf(payment));
    standing.open = new Standing.Open(payment, attempt, null);
  }

  private void ask(String key, Course.Asked what) {
    judge.must(asked.put(key, what) == null, "%s is asked for again", key);
  }

  private void ofPeriod(PaymentFacts payment, String key) {
    int period = payment.getPurpose().getPeriod();
    judge.must(
        !standing.renewalOff && (plan.managed() || (period == 1 && terms.billsAtSigning())),
        "%s is not owed",
        key);
    periods.facts(payment);
    judge.must(
        !payment.getPeriodEnd().isBefore(judge.now())
            || standing.backlog.contains(period)
            || standing.begun >= period,
        "%s was missed",
        key);
    if (!standing.backlog.remove(period)) {
      periods.decided(period);
    }
  }

  private static int periodOf(PaymentFacts payment) {
    Integer period = payment.getPurpose().getPeriod();
    return period == null ? 0 : period;
  }

  private void again(PaymentFacts payment, int attempt) {
    String id = payment.getPaymentId();
    Standing.@Nullable Open open = standing.open;
    Standing.@Nullable Failed before = standing.failed.get(periodOf(payment));
    if (open != null) {
      judge.must(open.attempt() == attempt - 1, "%s is tried for the %dth time", id, attempt);
      judge.must(
          open.retryAt() != null && !judge.at().isBefore(open.retryAt()),
          "%s is tried too early",
          id);
    } else {
      judge.must(before != null && before.reopened(), "%s is tried though it failed", id);
      judge.must(before == null || before.attempt() == attempt - 1, "%s: attempt %d", id, attempt);
    }
  }

  void succeeded(PaymentFacts payment) {
    standing.closed(payment);
    if (payment.getPurpose().getKind() == PurposeKind.PERIOD) {
      standing.failed.headMap(payment.getPurpose().getPeriod(), true).clear();
    }
  }

  void refund(RefundFacts facts) {
    judge.wrong(requested.refund(facts, true));
    long amount = facts.getRefund().getAmount().getAmountMinor();
    ask(
        facts.getRefund().getPaymentId() + "/1",
        new Course.Asked(amount, judge.now(), null, Instant.MAX));
  }

  void refundFailed(RefundFacts facts) {
    judge.wrong(requested.refund(facts, false));
  }

  void declined(ChargeDeclined declined) {
    PaymentFacts payment = declined.getPayment();
    declines.put(payment.getPaymentId() + "/" + declined.getAttempt(), declined.getCode());
    judge.must(standing.isOpen(payment), "%s is declined", payment.getPaymentId());
    Optional<Instant> retryAt = declined.getHard() ? Optional.empty() : retryAt(declined);
    judge.must(
        retryAt.equals(Optional.ofNullable(declined.getRetryAt())),
        "%s is tried again at %s and not at %s",
        payment.getPaymentId(),
        declined.getRetryAt(),
        retryAt);
    standing.open = new Standing.Open(payment, declined.getAttempt(), declined.getRetryAt());
  }

  /** The next of its days, as long as that is before the next charge and the period's end. */
  private Optional<Instant> retryAt(ChargeDeclined declined) {
    int attempt = declined.getAttempt();
    if (!standing.lives
        || standing.renewalOff
        || standing.paused
        || !plan.managed()
        || attempt > RETRY_DAYS.size()) {
      return Optional.empty();
    }
    PaymentFacts payment = declined.getPayment();
    Instant at = judge.at();
    int day = RETRY_DAYS.get(attempt - 1);
    Instant planned = payment.getCreatedAt().plus(Duration.ofDays(day));
    int before = attempt == 1 ? 0 : RETRY_DAYS.get(attempt - 2);
    Instant retryAt = planned.isAfter(at) ? planned : at.plus(Duration.ofDays(day - before));
    boolean missed = !payment.getCreatedAt().isBefore(payment.getPeriodEnd());
    return retryAt.isBefore(timetable.dueAt(standing.opened + 1))
            && (missed || retryAt.isBefore(payment.getPeriodEnd()))
        ? Optional.of(retryAt)
        : Optional.empty();
  }

  void failed(PaymentFailed told) {
    PaymentFacts payment = told.getPayment();
    Instant at = judge.at();
    judge.must(standing.isOpen(payment), "%s failed", payment.getPaymentId());
    boolean declinedNow =
        judge.decides(
            event ->
                event.getChargeDeclined() != null
                    && event.getChargeDeclined().getRetryAt() == null);
    boolean leftOff =
        judge.decides(
            event ->
                event.getPaused() != null
                    || event.getRenewalCancelled() != null
                    || event.getCanceled() != null
                    || event.getEnded() != null
                    || event.getChanged() != null);
    judge.must(
        !terms.isSurelyPaid() || leftOff || !standing.lives,
        "%s is given up",
        payment.getPaymentId());
    boolean nextIsDue = !at.isBefore(timetable.dueAt(standing.opened + 1));
    boolean endsStanding =
        (standing.parked || standing.changing)
            && !at.isBefore(timetable.startOf(standing.begun + 1));
    judge.must(
        declinedNow || leftOff || nextIsDue || endsStanding,
        "%s is given up",
        payment.getPaymentId());
    int attempt = standing.open == null ? 0 : standing.open.attempt();
    standing.closed(payment);
    standing.refused |= told.getHard();
    int period = periodOf(payment);
    // In a pause only one that has not begun: it is owed again once that ends before it does.
    int from = standing.begun + (standing.paused ? 1 : 0);
    if (period >= from && period > 0 && plan.managed() && !standing.renewalOff && standing.lives) {
      standing.failed.put(period, new Standing.Failed(attempt, false));
    }
  }

  /** What was declined had to be tried again by now. */
  void mustHaveRetried() {
    Standing.@Nullable Open open = standing.open;
    if (open != null && open.retryAt() != null) {
      judge.late(
          standing.paced(open.retryAt()),
          judge.at(),
          "%s is not tried again",
          open.payment().getPaymentId());
    }
  }

  /** What was missed, or opened again, had to be charged by now. */
  void mustHaveCaughtUp() {
    boolean reopened = standing.failed.values().stream().anyMatch(Standing.Failed::reopened);
    if (standing.open == null && (reopened || !standing.backlog.isEmpty())) {
      judge.late(
          standing.paced(judge.since()),
          judge.at(),
          "not charged: missed %s, failed %s",
          standing.backlog,
          standing.failed.keySet());
    }
  }
}
