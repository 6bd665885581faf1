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

  /** Not begun, in a period with a price of its own, or signed without having been billed. */
  private static boolean isTrial(State.Live live) {
    int current = live.progress().current();
    boolean unbilled = current == 1 && live.signedOnly() && live.progress().settled() == 0;
    return current == 0 || unbilled || live.head().terms().trialOf(current).isPresent();
  }
}
