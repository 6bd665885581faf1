package dev.recur.local.channel.ledger;

/** What the channel says about a key. */
public enum Outcome {
  /** Money moved. */
  SUCCEEDED,
  /** No money moved; another day it may. */
  DECLINED_SOFT,
  /** No money moved, and none will with this payment method. */
  DECLINED_HARD,
  /** Not decided yet. */
  PENDING,
  /** The channel does not say; an inquiry will. */
  UNKNOWN,
  /** The channel has never seen the key, or has forgotten it. */
  NOT_FOUND
}
