package dev.recur.service.command;

import dev.recur.schemas.avro.CommandReply;
import dev.recur.service.MeetsKafka;
import dev.recur.service.mapping.CommandMapping;
import jakarta.inject.Singleton;

/** Wakes up whoever waits for a command's outcome. */
@Singleton
@MeetsKafka
final class OutcomeObserver implements ReplyObserver {

  private final PendingReplies pending;

  OutcomeObserver(PendingReplies pending) {
    this.pending = pending;
  }

  @Override
  public void onReply(CommandReply reply) {
    if (reply.getOutcome() != null) {
      pending.answer(reply.getOutcome().getCommandId(), CommandMapping.of(reply.getOutcome()));
    }
  }
}
