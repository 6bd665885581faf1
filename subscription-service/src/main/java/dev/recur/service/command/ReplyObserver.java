package dev.recur.service.command;

import dev.recur.schemas.avro.CommandReply;

/** Somebody who waits for something that {@code command.replies} says. */
@FunctionalInterface
public interface ReplyObserver {

  /** A reply; most are for somebody else. Called by one thread, which must not wait. */
  void onReply(CommandReply reply);
}
