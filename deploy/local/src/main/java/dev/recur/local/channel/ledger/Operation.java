package dev.recur.local.channel.ledger;

/** Which way money moves. */
public enum Operation {
  /** From the buyer to the merchant. */
  CHARGE,
  /** Back again. */
  REFUND
}
