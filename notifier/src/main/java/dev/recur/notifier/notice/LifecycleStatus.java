package dev.recur.notifier.notice;

import java.util.Locale;

/** Where a subscription is in its life (seed 002), as its events say. */
public enum LifecycleStatus {
  INCOMPLETE,
  TRIALING,
  ACTIVE,
  PAYMENTDUE,
  PASTDUE,
  PAUSED,
  CANCELED,
  ENDED;

  /** As the wire spells it. */
  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
