package dev.recur.service.command;

/** What is known about a command when the caller has to be answered. */
public sealed interface Reply {

  /**
   * The worker decided; it will not decide otherwise.
   *
   * @param accepted false when it was refused
   * @param code result code of the wire contract
   * @param message one sentence for whoever asked
   * @param sequence the subscription's last event once this was decided, 0 when there is none
   */
  record Decided(boolean accepted, String code, String message, long sequence) implements Reply {}

  /**
   * Nothing is known: it may have been done, or be done later. The same request may be repeated.
   */
  record Undecided(Why why) implements Reply {}

  /** Why nothing is known. */
  enum Why {
    /** No answer within the deadline. */
    NO_ANSWER,
    /** The command could not be handed to the broker. */
    NOT_PUBLISHED,
    /** Too many commands are waiting for their answer; this one was not published. */
    TOO_MANY_WAITING
  }
}
