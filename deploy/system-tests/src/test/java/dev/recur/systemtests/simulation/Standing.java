package dev.recur.systemtests.simulation;

import static dev.recur.systemtests.simulation.Timetable.later;

import dev.recur.schemas.avro.PaymentFacts;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How a subscription stands at one moment of the life that is gone through once more. */
final class Standing {

  private static final Duration DAY = Duration.ofDays(1);
  private static final int CHARGES_PER_DAY_MAX = 5;

  private final Timetable timetable;

  boolean lives;
  boolean paused;
  boolean parked;
  boolean changing;
  boolean renewalOff;
  boolean refused;
  @Nullable String methodId;

  /** The last period that began, or would have in a pause. */
  int begun;

  /** Periods that were over before they began. */
  final TreeSet<Integer> begunTooLate = new TreeSet<>();

  /** The last period of which it is decided whether it is charged. */
  int opened;

  /** The last period whose charge was announced. */
  int announced;

  /** Missed periods that are to be charged. */
  final TreeSet<Integer> backlog = new TreeSet<>();

  /** Missed periods that somebody has to decide about. */
  final TreeSet<Integer> held = new TreeSet<>();

  /** Payments of the running period and later ones that failed, by period. */
  final TreeMap<Integer, Failed> failed = new TreeMap<>();

  /** The payment of which the bank has said nothing final yet, or which waits to be tried again. */
  @Nullable Open open;

  private final List<Instant> charges = new ArrayList<>();

  /**
   * At the beginning.
   *
   * @param timetable what is agreed of its periods, at every moment
   */
  Standing(Timetable timetable) {
    this.timetable = timetable;
  }

  /** A payment that failed, and whether it is to be tried again all the same. */
  record Failed(int attempt, boolean reopened) {}

  /**
   * A payment without an outcome.
   *
   * @param retryAt when it is tried again; null while the bank has not said anything final
   */
  record Open(PaymentFacts payment, int attempt, @Nullable Instant retryAt) {
    boolean mayStillSucceed() {
      return retryAt == null;
    }

    boolean isOf(PaymentFacts other) {
      return payment.getPaymentId().equals(other.getPaymentId());
    }
  }

  /** True when nothing is charged before somebody, or the bank, has said something. */
  boolean standsStill() {
    return paused || parked || changing || (open != null && open.mayStillSucceed());
  }

  boolean isOpen(PaymentFacts payment) {
    return open != null && open.isOf(payment);
  }

  /** The bank is asked for money. */
  void charged(Instant at) {
    charges.removeIf(charge -> !charge.isAfter(at.minus(DAY)));
    charges.add(at);
  }

  /** True when that was more often than is safe within a day. */
  boolean isChargedTooOften() {
    return charges.size() > CHARGES_PER_DAY_MAX;
  }

  /**
   * Catching up leaves room for the regular charges of a day: two, or three where a period is a day
   * (decision 0013).
   */
  Instant paced(Instant due) {
    boolean daily = timetable.isRhythm(Math.max(1, begun), ChronoUnit.DAYS, 1);
    int perDay = CHARGES_PER_DAY_MAX - (daily ? 3 : 2);
    return charges.size() < perDay
        ? due
        : later(due, charges.get(charges.size() - perDay).plus(DAY));
  }

  /** What had failed is tried again. */
  void reopen() {
    failed.replaceAll((_, one) -> new Failed(one.attempt(), true));
  }

  /** What was declined, and waits to be tried again, is tried now. */
  void retry(Instant at) {
    if (open != null && open.retryAt() != null) {
      open = new Open(open.payment(), open.attempt(), at);
    }
  }

  /** A payment has its outcome. */
  void closed(PaymentFacts payment) {
    if (isOpen(payment)) {
      open = null;
    }
  }
}
