package dev.recur.billing.domain;

/** Where a subscription is in its life, as everybody is told (seed 002). */
public enum LifecycleStatus {
  INCOMPLETE,
  TRIALING,
  ACTIVE,
  PAYMENTDUE,
  PASTDUE,
  PAUSED,
  CANCELED,
  ENDED;

  /** The status of an existing subscription. */
  public static LifecycleStatus of(State.Existing state) {
    return switch (state) {
      case State.Incomplete _ -> INCOMPLETE;
      case State.Live live -> of(live);
      case State.Over over -> over.ending() == State.Ending.COMPLETED ? ENDED : CANCELED;
    };
  }

  private static LifecycleStatus of(State.Live live) {
    if (live.pause().isPresent()) {
      return PAUSED;
    }
    return switch (live.standing()) {
      case PAYMENT_DUE -> PAYMENTDUE;
      case PAST_DUE, METHOD_REFUSED -> PASTDUE;
      case GOOD -> isTrial(live) ? TRIALING : ACTIVE;
    };
  }

  /**
   * Not begun, or the plan's own price was never in force: later periods are no trial (seed 003).
   */
  private static boolean isTrial(State.Live live) {
    int current = live.progress().current();
    if (current == 0 && live.head().terms().startTime().isAfter(live.head().at())) {
      return true;
    }
    // Who signed only and was charged by the merchant tries nothing any more.
    boolean charged =
        live.signedOnly()
            && !live.head().terms().billing().managed()
            && live.progress().settled() > 0;
    // The first period may be about to begin: approved, and its start has passed.
    return !charged && Math.max(current, 1) <= live.trialThrough();
  }
}
