package dev.recur.schemas.id;

/** Which call a subscription came from. The name is part of what its id is made from. */
public enum Origin {
  /** The call that creates a subscription. */
  CREATE,
  /** A payment that brings a subscription with it. */
  PAY,
  /** A change, which puts a new subscription in the place of another. */
  CHANGE
}
