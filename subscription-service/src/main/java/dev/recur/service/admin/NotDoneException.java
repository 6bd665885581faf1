package dev.recur.service.admin;

import org.jspecify.annotations.Nullable;

/** What an operator asked for is not known to be done; asking again is safe. */
final class NotDoneException extends RuntimeException {

  NotDoneException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
