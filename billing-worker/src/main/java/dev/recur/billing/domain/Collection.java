package dev.recur.billing.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A payment that has no final outcome yet.
 *
 * @param payment what is being collected
 * @param attempt number of the latest attempt, from 1
 * @param methods which method each attempt used
 * @param presentUntil real time after which that attempt's key must not be presented again
 * @param attemptedAt when the latest attempt was asked for, on the subscription's clock
 * @param presentedAt when its key was last presented, on the subscription's clock, or later by what
 *     an inquiry was late: the inquiries after it are counted from there
 * @param phase what it waits for
 */
public record Collection(
    Payment payment,
    int attempt,
    MethodsUsed methods,
    Instant presentUntil,
    Instant attemptedAt,
    Instant presentedAt,
    Phase phase) {

  /** What a collection waits for. */
  public sealed interface Phase {
    /**
     * A request is with the channel.
     *
     * @param inquiry 0 for the charge itself, else the number of the inquiry
     */
    record InFlight(int inquiry) implements Phase {}

    /**
     * Declined for now.
     *
     * @param retryAt when the next attempt falls due
     * @param code the channel's reason
     */
    record AwaitingRetry(Instant retryAt, String code) implements Phase {}

    /**
     * Not final at the channel.
     *
     * @param inquireAt when the channel is asked
     * @param inquiry the number that inquiry will have, from 1
     */
    record AwaitingInquiry(Instant inquireAt, int inquiry) implements Phase {}

    /** The channel was asked as often as allowed: a person decides. */
    record Unresolved() implements Phase {}
  }

  /** A first or further attempt that is asked for at {@code at}, with the methods used so far. */
  static Collection begun(
      Payment payment, int attempt, MethodsUsed methods, Instant presentUntil, Instant at) {
    return new Collection(payment, attempt, methods, presentUntil, at, at, new Phase.InFlight(0));
  }

  /**
   * An attempt to charge.
   *
   * @param state before it; a further attempt finds there what the earlier ones used
   */
  static Collection begun(Event.ChargeRequested requested, State.Existing state) {
    Payment payment = requested.payment();
    MethodsUsed before =
        state
            .collection()
            .filter(open -> open.payment().paymentId().equals(payment.paymentId()))
            .map(Collection::methods)
            .or(() -> reopened(payment, state))
            .orElse(MethodsUsed.NONE);
    return begun(
        payment,
        requested.attempt(),
        before.and(requested.attempt(), state.method()),
        requested.presentUntil(),
        requested.askedAt());
  }

  private static Optional<MethodsUsed> reopened(Payment payment, State.Existing state) {
    return state instanceof State.Live live
        ? Few.first(
                live.dues().unpaid(),
                failed -> failed.payment().paymentId().equals(payment.paymentId()))
            .map(Unpaid::methods)
        : Optional.empty();
  }

  /**
   * The channel's answer was not final.
   *
   * @param inquireAt when it is asked; empty when it was asked often enough
   */
  Collection unresolved(Optional<Instant> inquireAt) {
    return in(
        inquireAt
            .<Phase>map(at -> new Phase.AwaitingInquiry(at, nextInquiry()))
            .orElseGet(Phase.Unresolved::new));
  }

  /** The number the next inquiry will have. */
  int nextInquiry() {
    return switch (phase) {
      case Phase.InFlight(int asked) when asked == 0 ->
          InquiryLadder.first(Duration.between(attemptedAt, presentedAt));
      case Phase.InFlight(int asked) -> asked + 1;
      case Phase.AwaitingInquiry waiting -> waiting.inquiry();
      case Phase.AwaitingRetry _, Phase.Unresolved _ -> 1;
    };
  }

  Collection in(Phase next) {
    return new Collection(payment, attempt, methods, presentUntil, attemptedAt, presentedAt, next);
  }

  /** The same, with its next attempt at another time, where it waits for one. */
  Collection retriedAt(Instant at) {
    return phase instanceof Phase.AwaitingRetry waiting
        ? in(new Phase.AwaitingRetry(at, waiting.code()))
        : this;
  }

  /** The channel is asked what became of the attempt. */
  Collection inquiring(int inquiry, Instant at) {
    return new Collection(
        payment,
        attempt,
        methods,
        presentUntil,
        attemptedAt,
        InquiryLadder.countedFrom(presentedAt, inquiry, at),
        new Phase.InFlight(inquiry));
  }

  Collection presentedAgain(Instant at) {
    return new Collection(
        payment, attempt, methods, presentUntil, attemptedAt, at, new Phase.InFlight(0));
  }

  /**
   * True when an answer is the one to the charge or refund that is with the channel, and its key
   * was never asked for before.
   */
  boolean isFirstAnsweredBy(Input.ChannelAnswer answer) {
    return isAnsweredBy(answer) && answer.inquiry() == 0 && presentedAt.equals(attemptedAt);
  }

  /** True when an answer is the one to the request that is with the channel. */
  boolean isAnsweredBy(Input.ChannelAnswer answer) {
    return answer.attempt() == attempt
        && phase instanceof Phase.InFlight(int inquiry)
        && inquiry == answer.inquiry();
  }

  /** When the channel is asked next; empty when it was asked often enough. */
  Optional<Instant> nextInquiryAt() {
    return InquiryLadder.dueAt(presentedAt, nextInquiry());
  }

  /**
   * True when the channel never saw the key, so that nothing moved and the key may be presented
   * again; not once its time is over, because it could have been forgotten. And only when the
   * channel was inquired: to answer that to the request itself is no answer, and would go back and
   * forth without a pause.
   */
  boolean mayBePresentedAgain(Input.ChannelAnswer notFound, Moment moment) {
    return notFound.inquiry() > 0 && moment.recordedAt().isBefore(presentUntil);
  }

  /** True while a request is with the channel. */
  public boolean isInFlight() {
    return phase instanceof Phase.InFlight;
  }

  /** True while the channel may still say that it charged. */
  boolean mayStillSucceed() {
    return switch (phase) {
      case Phase.InFlight _, Phase.AwaitingInquiry _, Phase.Unresolved _ -> true;
      case Phase.AwaitingRetry _ -> false;
    };
  }
}
