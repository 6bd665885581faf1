package dev.recur.service.history;

import org.jspecify.annotations.Nullable;

/** What happened cannot be read back at this moment; asking again is safe. */
public final class HistoryUnavailableException extends RuntimeException {

  /**
   * A refusal.
   *
   * @param message one sentence that says what is in the way
   */
  HistoryUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
