package dev.recur.notifier.audit;

/**
 * The ledger says what only a later release understands. A reader that went on would have to leave
 * it out; the later release reads it from where this one has stopped.
 */
final class LaterReleaseException extends IllegalStateException {

  /**
   * An exception for one record.
   *
   * @param what what is not known, in words
   */
  LaterReleaseException(String what) {
    super(what + ": update the notifier first.");
  }
}
