package dev.recur.service.testing;

import dev.recur.service.command.Command;
import dev.recur.service.command.Commands;
import dev.recur.service.command.Reply;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Answers commands as a test tells it to, and remembers them. */
@Singleton
public class ScriptedCommands implements Commands {

  /** The worker accepts. */
  public static final Reply ACCEPTED = new Reply.Decided(true, "SUCCESS", "success.", 1);

  private final List<Command> given = new CopyOnWriteArrayList<>();
  private volatile Function<Command, Reply> script = command -> ACCEPTED;

  /** From now on answers so, and forgets what it was given. */
  public void answering(Function<Command, Reply> newScript) {
    script = newScript;
    given.clear();
  }

  /** From now on accepts everything, and forgets what it was given. */
  public void accepting() {
    answering(command -> ACCEPTED);
  }

  /** What it was given. */
  public List<Command> given() {
    return List.copyOf(given);
  }

  @Override
  public Reply ask(Command command) {
    given.add(command);
    return script.apply(command);
  }
}
