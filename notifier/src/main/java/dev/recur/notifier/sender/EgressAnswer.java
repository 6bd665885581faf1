package dev.recur.notifier.sender;

import okio.ByteString;

/** What came back. */
public sealed interface EgressAnswer {

  /**
   * An answer, complete.
   *
   * @param status HTTP status
   * @param body whole
   */
  record Complete(int status, ByteString body) implements EgressAnswer {}

  /** An answer whose body is longer than what is read of one. */
  record TooLong(int status) implements EgressAnswer {}

  /**
   * No answer, or not all of it in time.
   *
   * @param reason in one sentence
   */
  record None(String reason) implements EgressAnswer {}
}
