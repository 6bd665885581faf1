package dev.recur.notifier.mail;

/** Who the buyer is cannot be said now. Says why in one sentence, and nothing of the buyer. */
final class BuyersBehindException extends Exception {

  private static final long serialVersionUID = 1L;

  BuyersBehindException(String message) {
    super(message);
  }

  BuyersBehindException(String message, Throwable cause) {
    super(message, cause);
  }
}
