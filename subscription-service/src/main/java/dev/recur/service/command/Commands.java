package dev.recur.service.command;

/** Where commands go. */
public interface Commands {

  /**
   * Gives a command and waits for the answer, at most as long as the decision deadline. Once it
   * answers {@link Reply.Answered}, the read side shows what was decided, if it could follow within
   * half a second.
   */
  Reply ask(Command command);
}
