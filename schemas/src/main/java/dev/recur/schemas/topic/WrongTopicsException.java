package dev.recur.schemas.topic;

/**
 * The cluster's topics are not as the catalogue says; the message lists each and says what to do.
 */
public final class WrongTopicsException extends RuntimeException {

  WrongTopicsException(String message) {
    super(message);
  }
}
