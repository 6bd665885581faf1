package dev.recur.notifier.fanout;

/** The record cannot be an event, whoever reads it: a dead letter. */
final class UnreadableEventException extends RuntimeException {

  /**
   * An exception for one record.
   *
   * @param message why, in one sentence that says what to do
   */
  UnreadableEventException(String message) {
    super(message);
  }
}
