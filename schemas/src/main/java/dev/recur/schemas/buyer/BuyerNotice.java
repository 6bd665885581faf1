package dev.recur.schemas.buyer;

/** What a buyer is written to about. The names stand in buyers' records and in links. */
public enum BuyerNotice {
  ACTIVATED(false),
  TRIAL_ENDING(true),
  RENEWAL_UPCOMING(true),
  RECEIPT(false),
  PAYMENT_FAILED(false),
  PAUSED(false),
  RESUMED(false),
  CANCELED(false),
  REFUND(false);

  private final boolean optional;

  BuyerNotice(boolean optional) {
    this.optional = optional;
  }

  /**
   * True for a reminder, which the buyer may do without. The others belong to the contract: they
   * say what was agreed, paid, or has ended.
   */
  public boolean isOptional() {
    return optional;
  }

  /** The type of an e-mail about it, as deliveries and attempts name it. */
  public String eventType() {
    return "email." + name();
  }
}
