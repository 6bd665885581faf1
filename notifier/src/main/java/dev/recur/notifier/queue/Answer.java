package dev.recur.notifier.queue;

import java.util.Optional;

/** What a receiver said to an attempt. */
public enum Answer {
  /** It took the delivery. */
  ACKNOWLEDGED,
  /** It answered, and did not take it: what it would say to others is not known. */
  REFUSED,
  /** It answered, and does not take this delivery now; others it may. */
  DEFERRED,
  /** It has had enough for now (429, 503). */
  OVERLOADED,
  /** It is broken (any other 5xx). */
  BROKEN,
  /** It is not there any more (410). */
  GONE,
  /** Nothing, or not all of it in time. */
  NONE,
  /** It was never asked: its URL, or the address that leads to, is not one to post to. */
  NOT_ALLOWED,
  /** A fault of our own: what it would have said is not known. */
  OUR_FAULT,
  /** It was never asked: what was to be delivered is no longer kept. */
  LOST,
  /** It answered, and will never take this delivery; others it may. */
  UNDELIVERABLE,
  /** It was never asked: there is nobody to be told. */
  NOBODY;

  private static final int GONE_STATUS = 410;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;
  private static final int SERVER_ERRORS = 500;

  /** What an HTTP status says that is no acknowledgement. */
  public static Answer ofStatus(int status) {
    return switch (status) {
      case GONE_STATUS -> GONE;
      case TOO_MANY_REQUESTS, UNAVAILABLE -> OVERLOADED;
      default -> status >= SERVER_ERRORS ? BROKEN : REFUSED;
    };
  }

  /** True when there is nothing left to be tried, though it was not acknowledged. */
  boolean isFinal() {
    return this == LOST || this == UNDELIVERABLE;
  }

  /**
   * What an attempt without a complete answer says of the receiver.
   *
   * @param error as the attempt's record has it: a code that programs may rely on, a colon, a
   *     sentence
   */
  public static Answer ofFailure(Optional<String> error) {
    String words = error.orElse("");
    int colon = words.indexOf(':');
    return switch (colon < 0 ? words : words.substring(0, colon)) {
      case "E_URL", "E_ADDRESS" -> NOT_ALLOWED;
      case "E_INTERNAL", "E_BUYERS" -> OUR_FAULT;
      default -> NONE;
    };
  }

  /** True when it says something about what the receiver can take. */
  boolean isTheReceivers() {
    return this != NOT_ALLOWED && this != OUR_FAULT && this != LOST && this != NOBODY;
  }

  /** True when the receiver is in trouble whatever it is sent. */
  boolean isTrouble() {
    return this == OVERLOADED || this == BROKEN || this == NONE;
  }
}
