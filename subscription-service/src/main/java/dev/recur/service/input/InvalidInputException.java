package dev.recur.service.input;

/** What was sent cannot be taken. The message names the field and says what to do. */
public final class InvalidInputException extends RuntimeException {

  /**
   * A refusal.
   *
   * @param message one sentence that says what to do, and repeats no value that was sent
   */
  public InvalidInputException(String message) {
    super(message, null, false, false);
  }

  /** The message, for whoever sent it. */
  public String inWords() {
    return String.valueOf(getMessage());
  }
}
