package dev.recur.billing.domain;

/** Kinds of command that can be refused. */
public enum CommandKind {
  CREATE,
  APPROVE,
  DECLINE,
  UPDATE,
  PAUSE,
  RESUME,
  REPLACE_METHOD,
  CHARGE,
  REFUND,
  CHANGE,
  HELD_CYCLES,
  RELEASE
}
