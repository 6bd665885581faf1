package dev.recur.service.read;

import java.util.Locale;

/** Where a subscription is in its life. */
public enum Lifecycle {
  INCOMPLETE,
  TRIALING,
  ACTIVE,
  PAYMENTDUE,
  PASTDUE,
  PAUSED,
  CANCELED,
  ENDED;

  /** The word for it on the wire. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** True when nothing more will come of the subscription. */
  public boolean isOver() {
    return this == CANCELED || this == ENDED;
  }
}
