package dev.recur.billing.topology;

import dev.recur.billing.domain.Answer;
import dev.recur.billing.domain.Event;
import dev.recur.billing.domain.State;
import dev.recur.schemas.avro.Actor;
import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.SettleChange;
import dev.recur.schemas.avro.SubscriptionCommand;
import java.util.Optional;

/**
 * The commands of a step that touches two subscriptions. They are written in the step's own
 * transaction, and have the same ids however often they are written.
 */
final class CommandAsk {
  private CommandAsk() {}

  /** What an event asks of another subscription. */
  static Optional<SubscriptionCommand> of(Event event, State.Existing state) {
    if (!(event instanceof Event.ChangeStarted started)) {
      return Optional.empty();
    }
    // The time to decide is filled in anew: this command may lie unread for longer than that.
    CreateSubscription create =
        CreateSubscription.newBuilder(TermsMapping.avro(started.terms()))
            .setExpiryTime(null)
            .build();
    String newId = started.change().newSubscriptionId();
    return Optional.of(
        command(newId, state.head().terms().clientId(), newId).setCreate(create).build());
  }

  /** What the subscription that is to be replaced is told, once the new one was decided. */
  static Optional<SubscriptionCommand> settling(SubscriptionCommand decided, Answer answer) {
    CreateSubscription create = decided.getCreate();
    if (create == null || create.getRelatedSubscriptionId() == null) {
      return Optional.empty();
    }
    return Optional.of(
        command(
                decided.getSubscriptionId(),
                decided.getClientId(),
                create.getRelatedSubscriptionId())
            .setSettleChange(
                new SettleChange(decided.getSubscriptionId(), answer.code(), answer.message()))
            .build());
  }

  private static SubscriptionCommand.Builder command(
      String commandId, String clientId, String subscriptionId) {
    return SubscriptionCommand.newBuilder()
        .setCommandId(commandId)
        .setClientId(clientId)
        .setSubscriptionId(subscriptionId)
        .setActor(Actor.WORKER);
  }
}
