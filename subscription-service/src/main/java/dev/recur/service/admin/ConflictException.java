package dev.recur.service.admin;

/** What an operator asked for does not go with what is there already. */
public final class ConflictException extends RuntimeException {

  /**
   * A refusal.
   *
   * @param message one sentence that says what is in the way
   */
  public ConflictException(String message) {
    super(message, null, false, false);
  }
}
