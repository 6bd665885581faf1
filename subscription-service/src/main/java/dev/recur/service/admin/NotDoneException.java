package dev.recur.service.admin;

import org.jspecify.annotations.Nullable;

/** What an operator asked for is not known to be done; asking again is safe. */
public final class NotDoneException extends RuntimeException {

  /**
   * A refusal.
   *
   * @param message one sentence that says what is in the way
   */
  public NotDoneException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
