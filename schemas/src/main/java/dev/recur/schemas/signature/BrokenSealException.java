package dev.recur.schemas.signature;

/**
 * What was to be opened was not sealed with this key and for this context, or was changed since.
 */
public final class BrokenSealException extends RuntimeException {

  BrokenSealException(String message) {
    super(message);
  }

  BrokenSealException(String message, Throwable cause) {
    super(message, cause);
  }
}
