package dev.recur.notifier.notice;

/** Which call a subscription came from. */
public enum Origin {
  /** A call that creates a subscription. */
  CREATE,
  /** A payment that begins a subscription. */
  PAY,
  /** A change: the subscription follows another one. */
  CHANGE
}
