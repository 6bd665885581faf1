package dev.recur.service.command;

/** What is known about a command when the caller has to be answered. */
public sealed interface Reply {

  /** What the worker says: the command reached it. */
  sealed interface Answered extends Reply {

    /** Result code of the wire contract. */
    String code();

    /** One sentence for whoever asked. */
    String message();

    /** The subscription's last event once this was said, 0 when there is none. */
    long sequence();
  }

  /**
   * The worker decided; it will not decide otherwise, but where a charge being processed was the
   * reason ({@code UPDATE_FORBIDDEN_DURING_PAYMENT}): the same request can succeed later.
   *
   * @param accepted false when it was refused
   */
  record Decided(boolean accepted, String code, String message, long sequence)
      implements Answered {}

  /** The worker has taken it up, or something like it, and cannot tell the outcome yet. */
  record Underway(String code, String message, long sequence) implements Answered {}

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
