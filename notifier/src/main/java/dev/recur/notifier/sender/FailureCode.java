package dev.recur.notifier.sender;

/**
 * Why an attempt was not acknowledged, in a word that programs may rely on: codes are added, and
 * none changes its meaning. It begins the attempt's error. Which of them are no word of the
 * receiver is said where lanes learn: {@code Answer.ofFailure}.
 */
public enum FailureCode {
  /** The URL cannot be posted to. */
  E_URL,
  /** The name cannot be looked up, or not in time. */
  E_DNS,
  /** The address is not one that webhooks may reach. */
  E_ADDRESS,
  /** No connection. */
  E_CONNECT,
  /** The connection cannot be made secure, or the certificate is not the receiver's. */
  E_TLS,
  /** No complete answer before the deadline. */
  E_TIMEOUT,
  /** The connection was closed before the answer was complete. */
  E_CLOSED,
  /** What came is no HTTP. */
  E_PROTOCOL,
  /** A redirect, which is not followed. */
  E_REDIRECT,
  /** An HTTP status that does not acknowledge. */
  E_STATUS,
  /** The answer is longer than what is read of one. */
  E_TOO_LONG,
  /** The answer is complete and its body does not acknowledge. */
  E_NOT_ACKNOWLEDGED,
  /** The mail server does not take the e-mail now. */
  E_MAIL_DEFERRED,
  /** The mail server does not let us send at all: it wants another login or sender. */
  E_MAIL_SERVER,
  /** The mail server will never take the e-mail for this buyer. */
  E_UNDELIVERABLE,
  /** There is no buyer who is written to about this. */
  E_NOBODY,
  /** Who the buyer is cannot be said now. */
  E_BUYERS,
  /** What the e-mail announces has come already. */
  E_TOO_LATE,
  /** What was to be delivered is no longer there. */
  E_LOST,
  /** A fault of our own. */
  E_INTERNAL
}
