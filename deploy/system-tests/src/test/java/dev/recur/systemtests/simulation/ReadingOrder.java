package dev.recur.systemtests.simulation;

import dev.recur.schemas.avro.DecisionInput;
import dev.recur.schemas.avro.SubscriptionCommand;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.SubscriptionSnapshot;
import dev.recur.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * On the live clock nothing that falls due is taken before a command that was written earlier,
 * however late that is read: it may be the one that calls it off.
 */
final class ReadingOrder {

  /** What is written now may be under way anyway. */
  private static final Duration UNDER_WAY = Duration.ofSeconds(10);

  private ReadingOrder() {}

  /** What is wrong, each in one sentence. */
  static List<String> of(World world, Iterable<History> histories) {
    Map<SubscriptionCommand, Instant> writtenAt = new HashMap<>();
    for (Log.Entry entry : world.log().all(Topics.SUBSCRIPTION_COMMANDS.name())) {
      SubscriptionCommand command = world.decode(Topics.SUBSCRIPTION_COMMANDS, entry);
      // By all that it says, since an id may be used again. What was refused is decided anew where
      // it is written again.
      writtenAt.merge(command, Instant.ofEpochMilli(entry.timestampMs()), Timetable::later);
    }
    Set<String> onLiveClock = new HashSet<>();
    for (SubscriptionSnapshot snapshot : world.all(Topics.SUBSCRIPTION_SNAPSHOTS)) {
      if (snapshot.getTestClockId() == null) {
        onLiveClock.add(snapshot.getSubscriptionId());
      }
    }
    List<String> broken = new ArrayList<>();
    for (History history : histories) {
      if (onLiveClock.contains(history.subscriptionId())) {
        of(history, writtenAt, broken);
      }
    }
    return broken;
  }

  private static void of(
      History history, Map<SubscriptionCommand, Instant> writtenAt, List<String> broken) {
    Instant dueThrough = Instant.MIN;
    for (SubscriptionEvent event : history.events()) {
      DecisionInput input = event.getInput();
      if (input == null) {
        continue;
      }
      if (input.getDueItem() != null) {
        dueThrough = Timetable.later(dueThrough, event.getAt());
      } else if (input.getCommand() != null) {
        Instant written = writtenAt.get(input.getCommand());
        if (written == null || written.plus(UNDER_WAY).isBefore(dueThrough)) {
          broken.add(
              "%s: what fell due by %s was taken before event %d, asked for at %s"
                  .formatted(history.subscriptionId(), dueThrough, event.getSequence(), written));
        }
      }
    }
  }
}
