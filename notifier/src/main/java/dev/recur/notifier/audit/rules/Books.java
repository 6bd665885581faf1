package dev.recur.notifier.audit.rules;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is kept of one subscription: what is open, and how far everything has come; never its
 * history.
 *
 * @param sequence of the last event
 * @param at when that happened, on the subscription's clock
 * @param stage where it is in its life
 * @param plan what was agreed; empty before the first event, or where that is not known
 * @param timetable when periods start; there when {@code plan} is
 * @param progress how far billing has come
 * @param halts what keeps it from charging
 * @param open payments and refunds without a final outcome
 * @param failed payments and refunds that failed, the latest last: a success may still come
 * @param failedForgotten true when there were more than are kept
 * @param attempts attempts of the last weeks, in the order in which they were first heard of
 * @param refunded payments of which something went back, the latest last
 * @param refundedForgotten true when there were more than are kept
 */
public record Books(
    long sequence,
    Instant at,
    Stage stage,
    Optional<Plan> plan,
    Optional<Timetable> timetable,
    Progress progress,
    Halts halts,
    List<Open> open,
    List<String> failed,
    boolean failedForgotten,
    List<Attempt> attempts,
    List<Refunded> refunded,
    boolean refundedForgotten) {

  /** Nothing is known yet. */
  public static final Books NONE =
      new Books(
          0,
          Instant.EPOCH,
          Stage.UNBORN,
          Optional.empty(),
          Optional.empty(),
          new Progress(Optional.empty(), 0, 0, Optional.empty(), List.of(), List.of()),
          new Halts(false, false, false, false, false),
          List.of(),
          List.of(),
          false,
          List.of(),
          List.of(),
          false);

  public Books {
    open = List.copyOf(open);
    failed = List.copyOf(failed);
    attempts = List.copyOf(attempts);
    refunded = List.copyOf(refunded);
  }

  /** Where a subscription is in its life. */
  public enum Stage {
    UNBORN,
    INCOMPLETE,
    LIVE,
    OVER
  }

  /**
   * How far billing has come.
   *
   * @param approvedAt when the buyer agreed
   * @param current the running period, 0 before the first
   * @param opened the last period of which was decided whether and when it is paid
   * @param lastAskedAt when the channel was last asked to charge, on the subscription's clock
   * @param backlog missed periods that are to be charged
   * @param held missed periods that wait for somebody's approval
   */
  public record Progress(
      Optional<Instant> approvedAt,
      int current,
      int opened,
      Optional<Instant> lastAskedAt,
      List<Integer> backlog,
      List<Integer> held) {
    public Progress {
      backlog = List.copyOf(backlog);
      held = List.copyOf(held);
    }
  }

  /**
   * What keeps a subscription from charging.
   *
   * @param renewalOff no further period is charged
   * @param paused until it is resumed
   * @param parked until a person has looked
   * @param changing until it is known whether another takes its place
   * @param methodRefused until the method is replaced
   */
  public record Halts(
      boolean renewalOff,
      boolean paused,
      boolean parked,
      boolean changing,
      boolean methodRefused) {}

  /**
   * A payment or refund without a final outcome.
   *
   * @param id of the payment or refund
   * @param attempt the latest, from 1
   * @param askedAt when that was asked for, on the subscription's clock
   * @param inFlight true until it is answered for good
   * @param retryAt when the next attempt is promised, once it was declined
   * @param refund true when money goes back: that keeps no charge from its time
   */
  public record Open(
      String id,
      Money money,
      int attempt,
      Instant askedAt,
      boolean inFlight,
      Optional<Instant> retryAt,
      boolean refund) {

    /**
     * True for a payment that was declined for good: all there is to say next is that it failed.
     */
    boolean mustFail() {
      return !inFlight && !refund && retryAt.isEmpty();
    }
  }

  /**
   * A payment of which something went back.
   *
   * @param timesPaid how often it was paid, as far as known; more than once: a surplus
   * @param takenMinor what went back or is on its way, in minor units
   */
  public record Refunded(String paymentId, int timesPaid, long takenMinor) {}

  /** True when nothing was ever heard of it, and nothing need be kept. */
  public boolean isEmpty() {
    return equals(NONE);
  }

  /** The same, one event further that was not checked. */
  public Books past(Entry entry) {
    return new Books(
        Math.max(sequence, entry.sequence()),
        at,
        stage,
        plan,
        timetable,
        progress,
        halts,
        open,
        failed,
        failedForgotten,
        attempts,
        refunded,
        refundedForgotten);
  }
}
