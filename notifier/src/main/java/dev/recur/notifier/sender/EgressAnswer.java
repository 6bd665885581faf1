package dev.recur.notifier.sender;

import okhttp3.Headers;
import okio.ByteString;

/** What came back. */
sealed interface EgressAnswer {

  /**
   * The head of an answer.
   *
   * @param status HTTP status
   */
  record Head(int status, Headers headers) {}

  /**
   * An answer, complete.
   *
   * @param body whole
   */
  record Complete(Head head, ByteString body) implements EgressAnswer {}

  /** An answer whose body is longer than what is read of one. */
  record TooLong(Head head) implements EgressAnswer {}

  /** An answer whose body did not come to its end, or not in time. */
  record Broken(Head head, Failure failure) implements EgressAnswer {}

  /** No answer. */
  record None(Failure failure) implements EgressAnswer {}
}
