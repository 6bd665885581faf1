package dev.recur.systemtests.simulation;

import dev.recur.notifier.delivery.Outbound;
import dev.recur.notifier.delivery.Shipment;
import dev.recur.notifier.sender.BodySource;
import dev.recur.notifier.sender.SimulatedSender;
import dev.recur.schemas.avro.AttemptOutcome;
import dev.recur.schemas.avro.WebhookAttempt;
import dev.recur.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The sender of each of the notifier's processes, which dies with it. */
final class Senders implements Actor, Cluster.Host, Outbound {

  private final World world;
  private final Receivers receivers;
  private final List<Sender> senders = new ArrayList<>();

  /** Senders of processes that are taken for dead and go on all the same. */
  private final List<Sender> zombies = new ArrayList<>();

  private final boolean seesNobody;
  private int running;

  private record Outcome(Shipment shipment, WebhookAttempt attempt) {}

  /** What one process has in the air. */
  private final class Sender {
    private final List<Outcome> unwritten = new ArrayList<>();
    private final SimulatedSender sender =
        new SimulatedSender(
            Senders.this::fetch,
            (shipment, attempt) -> unwritten.add(new Outcome(shipment, attempt)),
            receivers,
            world.clock(),
            Programs.PER_LANE_MAX);
  }

  /**
   * Senders.
   *
   * @param seesNobody true for the broken ones: whoever does not acknowledge is not there for them
   */
  Senders(World world, Receivers receivers, boolean seesNobody) {
    this.world = world;
    this.receivers = receivers;
    this.seesNobody = seesNobody;
    for (int process = 0; process < Cluster.PROCESSES; process++) {
      senders.add(new Sender());
    }
  }

  private BodySource.Fetched fetch(int partition, long offset) {
    Log.Entry entry = world.log().read(Topics.WEBHOOK_DELIVERIES.name(), partition, offset);
    return new BodySource.Fetched.Found(
        Shipment.Body.of(world.decode(Topics.WEBHOOK_DELIVERIES, entry)));
  }

  @Override
  public HandOver offer(Shipment shipment) {
    return senders.get(running).sender.offer(shipment);
  }

  @Override
  public void running(int process) {
    running = process;
  }

  @Override
  public void processEnded(int process) {
    Sender dead = senders.set(process, new Sender());
    if (!world.isCalm() && world.happens(3)) {
      zombies.add(dead);
    }
  }

  @Override
  public void steps(Steps possible) {
    zombies.removeIf(zombie -> zombie.sender.begun().isEmpty() && zombie.unwritten.isEmpty());
    senders.forEach(sender -> steps(sender, 6, possible));
    zombies.forEach(zombie -> steps(zombie, 1, possible));
  }

  private void steps(Sender sender, int weight, Steps possible) {
    for (Runnable attempt : sender.sender.begun()) {
      possible.work(
          weight,
          () -> {
            sender.sender.begun().remove(attempt);
            attempt.run();
          });
    }
    for (Outcome outcome : sender.unwritten) {
      possible.work(weight, () -> write(sender, outcome));
    }
  }

  private void write(Sender sender, Outcome outcome) {
    sender.unwritten.remove(outcome);
    if (zombies.contains(sender)) {
      world.saw(Seen.ZOMBIE_SENDER);
    }
    WebhookAttempt attempt = outcome.attempt();
    if (seesNobody && attempt.getOutcome() != AttemptOutcome.ACKNOWLEDGED) {
      attempt = WebhookAttempt.newBuilder(attempt).setOutcome(AttemptOutcome.NOBODY).build();
    }
    if (attempt.getOutcome() == AttemptOutcome.NOBODY) {
      world.saw(Seen.NOBODY);
    }
    world.tell(
        "sender: writes %s of #%d, attempt %d",
        attempt.getOutcome(), attempt.getSequence(), attempt.getAttempt());
    world
        .log()
        .append(
            Topics.WEBHOOK_ATTEMPTS.name(),
            outcome.shipment().partition(),
            outcome.shipment().lane().getBytes(StandardCharsets.UTF_8),
            world.programs().codec(Topics.WEBHOOK_ATTEMPTS).encode(attempt),
            new RecordHeaders(),
            world.clock().milliseconds());
  }
}
