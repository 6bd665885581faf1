package dev.recur.service.buyer;

import org.jspecify.annotations.Nullable;

/** It is not known whether a buyer was written down, or forgotten; asking again is safe. */
public final class NotKeptException extends RuntimeException {

  NotKeptException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
