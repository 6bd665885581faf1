package dev.recur.billing.topology;

/**
 * A store holds what a later release wrote. Every subscription may be so, and the later release can
 * read them all: the process stops and loses nothing.
 */
final class LaterReleaseException extends RuntimeException {

  /**
   * An exception for one value.
   *
   * @param cause what says so; told in words, since the innermost of several exceptions is what an
   *     operator is shown
   */
  LaterReleaseException(Throwable cause) {
    super(
        "The store was written by a later release, whose schema this one does not know: roll out"
            + " that release again ("
            + cause.getMessage()
            + ")");
  }
}
