package dev.recur.systemtests.simulation;

import dev.recur.schemas.avro.CommandOutcome;
import dev.recur.schemas.avro.CommandReply;
import dev.recur.schemas.avro.SubscriptionCommand;
import dev.recur.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The way of commands to the log and of answers back. Commands of different subscriptions overtake
 * each other, and a producer that was not told writes a command again.
 */
final class Post implements Actor {

  private final World world;
  private final List<SubscriptionCommand> onTheWay = new ArrayList<>();
  private final Map<String, CommandOutcome> answers = new HashMap<>();
  private final long[] read;
  private int commands;

  Post(World world) {
    this.world = world;
    this.read = new long[world.log().partitions()];
  }

  /** Sends a command under an id of its own, which is returned. */
  String send(String clientId, String subscriptionId, Wish wish) {
    String commandId = "c-" + ++commands;
    SubscriptionCommand.Builder command =
        SubscriptionCommand.newBuilder()
            .setCommandId(commandId)
            .setClientId(clientId)
            .setSubscriptionId(subscriptionId);
    wish.into(command);
    onTheWay.add(command.build());
    return commandId;
  }

  /** What a command asks for. */
  interface Wish {
    void into(SubscriptionCommand.Builder command);
  }

  /** The answer to a command, once there is one. */
  Optional<CommandOutcome> answer(String commandId) {
    for (int partition = 0; partition < read.length; partition++) {
      List<Log.Entry> entries = world.log().partition(Topics.COMMAND_REPLIES.name(), partition);
      while (read[partition] < entries.size()) {
        Log.Entry entry = entries.get((int) read[partition]++);
        CommandReply reply = world.decode(Topics.COMMAND_REPLIES, entry);
        if (reply.getOutcome() != null) {
          answers.putIfAbsent(reply.getOutcome().getCommandId(), reply.getOutcome());
        }
      }
    }
    return Optional.ofNullable(answers.get(commandId));
  }

  @Override
  public void steps(Steps possible) {
    Set<String> subscriptions = new HashSet<>();
    for (SubscriptionCommand command : onTheWay) {
      if (subscriptions.add(command.getSubscriptionId())) {
        possible.work(5, () -> arrive(command));
      }
    }
  }

  private void arrive(SubscriptionCommand command) {
    onTheWay.remove(command);
    world.tell("post: %s arrives", command.getCommandId());
    world.append(Topics.SUBSCRIPTION_COMMANDS, command.getSubscriptionId(), command);
    if (world.fails(10)) {
      onTheWay.add(command);
    }
  }
}
