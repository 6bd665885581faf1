package dev.recur.service.command;

/** Where commands go. */
public interface Commands {

  /**
   * Gives a command and waits for the answer, at most as long as the decision deadline, and as the
   * caller's own {@link Deadline}; after that one it gives none. Once it answers {@link
   * Reply.Answered}, the read side shows what was decided, if it could follow within half a second.
   */
  Reply ask(Command command);
}
