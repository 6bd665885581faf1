package dev.recur.schemas.method;

/** What a payment method is, as far as it matters to a buyer's page. */
public enum MethodKind {
  /** A card, whose data is turned into a token at the payment channel. */
  CARD,
  /** A wallet that holds cards, and so has a card's limits: Apple Pay, Google Pay. */
  CARD_WALLET,
  /** A wallet with money of its own. */
  WALLET,
  /** A transfer from a bank account. */
  BANK_TRANSFER
}
