package dev.recur.notifier.streams;

/**
 * The ledger or a store says what only a later release understands. A reader that went on would
 * have to leave it out; the later release reads it from where this one has stopped.
 */
public final class LaterReleaseException extends IllegalStateException {

  /**
   * An exception for one record.
   *
   * @param what what is not known, in words
   */
  public LaterReleaseException(String what) {
    super(what + ": update the notifier first.");
  }

  /**
   * An exception for state that lies in a store, which a later release ran with before this one was
   * put back in its place.
   *
   * @param cause what says that it is no state of this release or of one before it; told in words,
   *     since the innermost of several exceptions is what an operator is shown
   */
  public LaterReleaseException(Throwable cause) {
    super(
        "A store was written by a later release: roll out that release of the notifier again,"
            + " which goes on where this one has stopped ("
            + cause.getMessage()
            + ")");
  }
}
