package dev.recur.service.admin;

/** What an operator asked about is not there. */
public final class UnknownException extends RuntimeException {

  /**
   * A refusal.
   *
   * @param message one sentence that says what is not there and what to send
   */
  public UnknownException(String message) {
    super(message, null, false, false);
  }

  /** There is no merchant of this id. */
  public static UnknownException merchant() {
    return new UnknownException("There is no such merchant: register it, or send another id.");
  }
}
