package dev.recur.systemtests.simulation;

import dev.recur.notifier.queue.Schedule;
import dev.recur.schemas.avro.AttemptOutcome;
import dev.recur.schemas.avro.EndpointStatus;
import dev.recur.schemas.avro.StartReplay;
import dev.recur.schemas.avro.WebhookAttempt;
import dev.recur.schemas.avro.WebhookCommand;
import dev.recur.schemas.avro.WebhookDelivery;
import dev.recur.schemas.avro.WebhookEndpoint;
import dev.recur.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who looks after the receivers. There is little to do: what was attempted in vain while the
 * receiver took other things is given up by its lane, and is asked for once more. Everything else
 * must come by itself once the receivers are well.
 */
final class Shopkeeper implements Actor {

  /** A failing lane is probed at least this often. */
  private static final Duration PROBED_WITHIN = Duration.ofHours(1);

  /** How far a schedule's pauses may be shorter than it says, in hundredths. */
  private static final int JITTER_PERCENT = 20;

  private final World world;
  private final Cluster notifier;
  private final long[] read;
  private final Set<String> failing = new TreeSet<>();
  private final List<String> closed = new ArrayList<>();

  Shopkeeper(World world, Cluster notifier) {
    this.world = world;
    this.notifier = notifier;
    this.read = new long[world.log().partitions()];
  }

  /** Lanes that were closed, which no receiver here is ill enough for. */
  List<String> closed() {
    return closed;
  }

  @Override
  public void steps(Steps possible) {
    for (int partition = 0; partition < read.length; partition++) {
      List<Log.Entry> entries = world.log().partition(Topics.WEBHOOK_ENDPOINTS.name(), partition);
      while (read[partition] < entries.size()) {
        WebhookEndpoint lane =
            world.decode(Topics.WEBHOOK_ENDPOINTS, entries.get((int) read[partition]++));
        world.tell("lane %s is %s: %s", lane.getEndpoint(), lane.getStatus(), lane.getReason());
        if (lane.getStatus() == EndpointStatus.FAILING) {
          failing.add(lane.getEndpoint());
        } else {
          failing.remove(lane.getEndpoint());
        }
        if (lane.getStatus() == EndpointStatus.DISABLED) {
          closed.add(lane.getEndpoint());
        }
      }
    }
  }

  /** Probes are due at times that only the lane knows. */
  @Override
  public Optional<Instant> wakesAt() {
    boolean isProbed =
        !failing.isEmpty()
            && notifier.slots().stream()
                .anyMatch(slot -> !slot.committed(DueDeliveries.HELD).isEmpty());
    return isProbed ? Optional.of(world.now().plus(PROBED_WITHIN)) : Optional.empty();
  }

  /**
   * Has everything told once more in lanes that gave something up, and nowhere else: what is
   * missing there is lost, and this does not hide it.
   */
  void asksAgain() {
    Map<String, NavigableSet<Instant>> acknowledged = new HashMap<>();
    Map<String, NavigableSet<Instant>> failed = new HashMap<>();
    Map<String, NavigableMap<Integer, Instant>> attempts = new HashMap<>();
    // Of each lane by itself: what nobody is there for in one is owed in every other.
    Set<String> taken = new HashSet<>();
    for (WebhookAttempt attempt : world.all(Topics.WEBHOOK_ATTEMPTS)) {
      String told = attempt.getEndpoint() + attempt.getDeliveryId();
      if (attempt.getOutcome() == AttemptOutcome.NOBODY) {
        taken.add(told);
      } else if (attempt.getOutcome() == AttemptOutcome.ACKNOWLEDGED) {
        taken.add(told);
        acknowledged
            .computeIfAbsent(attempt.getEndpoint(), _ -> new TreeSet<>())
            .add(attempt.getStartedAt());
      } else {
        failed
            .computeIfAbsent(attempt.getEndpoint(), _ -> new TreeSet<>())
            .add(attempt.getStartedAt());
      }
      attempts
          .computeIfAbsent(attempt.getDeliveryId(), _ -> new TreeMap<>())
          .merge(
              attempt.getAttempt(),
              attempt.getStartedAt(),
              (one, other) -> one.isAfter(other) ? one : other);
    }
    Set<String> lanes = new TreeSet<>();
    Set<String> lost = new HashSet<>();
    Set<String> standing = new HashSet<>();
    for (WebhookDelivery delivery : world.all(Topics.WEBHOOK_DELIVERIES)) {
      if (taken.contains(delivery.getEndpoint() + delivery.getDeliveryId())) {
        continue;
      }
      String lane = delivery.getEndpoint();
      String line = lane + delivery.getSubscriptionId();
      if (isGivenUp(
          Parties.scheduleOf(delivery.getUrl()),
          attempts.getOrDefault(delivery.getDeliveryId(), new TreeMap<>()),
          acknowledged.getOrDefault(lane, new TreeSet<>()),
          failed.getOrDefault(lane, new TreeSet<>()))) {
        lanes.add(lane);
        standing.add(line);
      } else if (!standing.contains(line) || !Parties.isStrict(delivery.getUrl())) {
        // In a strict lane whatever comes later waits for what was given up.
        world.tell("shopkeeper: %s of %s is missing", delivery.getDeliveryId(), lane);
        lost.add(lane);
      }
    }
    lanes.removeAll(lost);
    lanes.forEach(this::replay);
  }

  /**
   * All its attempts were made, in their time the lane acknowledged something else, and what failed
   * since then did not go on failing for as long as a schedule takes (decision 0037): a stop
   * between two of the attempts may be longer than that.
   */
  private static boolean isGivenUp(
      Schedule schedule,
      NavigableMap<Integer, Instant> made,
      NavigableSet<Instant> acknowledged,
      NavigableSet<Instant> failed) {
    Instant last = made.get(schedule.attemptsMax());
    if (last == null) {
      return false;
    }
    Duration atLeast =
        schedule.pauses().stream()
            .reduce(Duration.ZERO, Duration::plus)
            .multipliedBy(100 - JITTER_PERCENT)
            .dividedBy(100);
    Instant latest = acknowledged.floor(last);
    if (latest == null || latest.isBefore(made.firstEntry().getValue())) {
      return false;
    }
    Instant failing = failed.higher(latest);
    return failing == null || failing.isAfter(last.minus(atLeast));
  }

  private void replay(String lane) {
    world.tell("shopkeeper: wants a replay of %s", lane);
    world.append(
        Topics.WEBHOOK_COMMANDS,
        lane,
        WebhookCommand.newBuilder()
            .setCommandId("w-" + lane)
            .setEndpoint(lane)
            .setClientId(lane.substring(0, lane.indexOf(' ')))
            .setSentAt(world.now())
            .setStartReplay(
                StartReplay.newBuilder()
                    .setReplayId("replay-1")
                    .setSince(Instant.EPOCH)
                    .setUntil(world.now())
                    .build())
            .build());
  }
}
