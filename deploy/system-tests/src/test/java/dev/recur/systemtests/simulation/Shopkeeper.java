package dev.recur.systemtests.simulation;

import dev.recur.schemas.avro.AttemptOutcome;
import dev.recur.schemas.avro.EnableEndpoint;
import dev.recur.schemas.avro.EndpointStatus;
import dev.recur.schemas.avro.StartReplay;
import dev.recur.schemas.avro.WebhookAttempt;
import dev.recur.schemas.avro.WebhookCommand;
import dev.recur.schemas.avro.WebhookDelivery;
import dev.recur.schemas.avro.WebhookEndpoint;
import dev.recur.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who looks after the receivers: enables what was disabled, and at the end asks once more for what
 * was attempted in vain for as long as it is held.
 */
final class Shopkeeper implements Actor {

  private static final Duration COMES_AFTER = Duration.ofHours(2);

  /** As many attempts as the shortest schedule has. */
  private static final int ATTEMPTS_MAX = 8;

  private final World world;
  private final long[] read;
  private final Map<String, Instant> disabled = new LinkedHashMap<>();
  private int commands;

  Shopkeeper(World world) {
    this.world = world;
    this.read = new long[world.log().partitions()];
  }

  @Override
  public void steps(Steps possible) {
    for (int partition = 0; partition < read.length; partition++) {
      List<Log.Entry> entries = world.log().partition(Topics.WEBHOOK_ENDPOINTS.name(), partition);
      while (read[partition] < entries.size()) {
        WebhookEndpoint lane =
            world.decode(Topics.WEBHOOK_ENDPOINTS, entries.get((int) read[partition]++));
        if (lane.getStatus() == EndpointStatus.DISABLED) {
          disabled.put(lane.getEndpoint(), world.now());
        } else {
          disabled.remove(lane.getEndpoint());
        }
      }
    }
    disabled.forEach(
        (lane, since) -> {
          if (!world.now().isBefore(since.plus(COMES_AFTER))) {
            possible.work(2, () -> enable(lane));
          }
        });
  }

  @Override
  public Optional<Instant> wakesAt() {
    return disabled.values().stream().map(at -> at.plus(COMES_AFTER)).min(Instant::compareTo);
  }

  private void enable(String lane) {
    disabled.put(lane, world.now());
    world.tell("shopkeeper: enables %s", lane);
    send(command(lane).setEnable(new EnableEndpoint()));
  }

  /**
   * Has everything told once more in lanes where something was attempted to the end, and in vain.
   * What is missing without that is lost, and this does not hide it.
   */
  void asksAgain() {
    Set<String> acknowledged = new HashSet<>();
    Map<String, Set<Integer>> attempts = new HashMap<>();
    for (WebhookAttempt attempt : world.all(Topics.WEBHOOK_ATTEMPTS)) {
      if (attempt.getOutcome() == AttemptOutcome.ACKNOWLEDGED) {
        acknowledged.add(attempt.getDeliveryId());
      }
      attempts
          .computeIfAbsent(attempt.getDeliveryId(), _ -> new HashSet<>())
          .add(attempt.getAttempt());
    }
    Set<String> lanes = new HashSet<>();
    Set<String> lost = new HashSet<>();
    Set<String> standing = new HashSet<>();
    for (WebhookDelivery delivery : world.all(Topics.WEBHOOK_DELIVERIES)) {
      if (acknowledged.contains(delivery.getDeliveryId())) {
        continue;
      }
      int made = attempts.getOrDefault(delivery.getDeliveryId(), Set.of()).size();
      String line = delivery.getEndpoint() + delivery.getSubscriptionId();
      if (made >= ATTEMPTS_MAX) {
        lanes.add(delivery.getEndpoint());
        standing.add(line);
      } else if (!standing.contains(line) || !Parties.isStrict(delivery.getUrl())) {
        // In a strict lane whatever comes later waits for what was attempted in vain.
        lost.add(delivery.getEndpoint());
      }
    }
    lanes.removeAll(lost);
    lanes.stream()
        .sorted()
        .forEach(
            lane -> {
              world.tell("shopkeeper: wants a replay of %s", lane);
              send(
                  command(lane)
                      .setStartReplay(
                          StartReplay.newBuilder()
                              .setReplayId("replay-1")
                              .setSince(Instant.EPOCH)
                              .setUntil(world.now())
                              .build()));
            });
  }

  private WebhookCommand.Builder command(String lane) {
    return WebhookCommand.newBuilder()
        .setCommandId("w-" + ++commands)
        .setEndpoint(lane)
        .setClientId(lane.substring(0, lane.indexOf(' ')))
        .setSentAt(world.now());
  }

  private void send(WebhookCommand.Builder command) {
    world.append(Topics.WEBHOOK_COMMANDS, command.getEndpoint(), command.build());
  }
}
