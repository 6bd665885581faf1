package dev.recur.billing.domain;

/** Where a subscription is in its life, as everybody is told (seed 002). */
public enum LifecycleStatus {
  INCOMPLETE,
  TRIALING,
  ACTIVE,
  PAYMENTDUE,
  PASTDUE,
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
    return switch (live.standing()) {
      case PAYMENT_DUE -> PAYMENTDUE;
      case PAST_DUE, METHOD_REFUSED -> PASTDUE;
      case GOOD -> {
        int current = live.progress().current();
        boolean trial = current == 0 || live.head().terms().trialOf(current).isPresent();
        yield trial ? TRIALING : ACTIVE;
      }
    };
  }
}
