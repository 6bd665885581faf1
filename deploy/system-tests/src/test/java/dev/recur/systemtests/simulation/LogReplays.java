package dev.recur.systemtests.simulation;

import dev.recur.notifier.delivery.ReplaySource;
import dev.recur.notifier.queue.Replay;
import dev.recur.schemas.avro.WebhookDelivery;
import dev.recur.schemas.topic.Topics;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** Reads a task's replays from the log, at once. */
final class LogReplays implements ReplaySource.Reading {

  private final World world;
  private final Queue<ReplaySource.Request> asked = new ArrayDeque<>();

  LogReplays(World world) {
    this.world = world;
  }

  @Override
  public void ask(ReplaySource.Request request) {
    asked.add(request);
  }

  @Override
  public Optional<ReplaySource.Batch> poll() {
    return Optional.ofNullable(asked.poll()).map(this::read);
  }

  private ReplaySource.Batch read(ReplaySource.Request request) {
    Replay replay = request.replay();
    String topic = Topics.WEBHOOK_DELIVERIES.name();
    long end =
        replay.endOffset() == Replay.UNKNOWN
            ? world.log().end(topic, request.partition())
            : replay.endOffset();
    long next = Math.max(0, replay.nextOffset());
    Instant reached = replay.reached();
    List<ReplaySource.Found> found = new ArrayList<>();
    while (next < end && found.size() < request.max()) {
      WebhookDelivery delivery =
          world.decode(
              Topics.WEBHOOK_DELIVERIES, world.log().read(topic, request.partition(), next));
      reached = delivery.getCreatedAt();
      if (delivery.getEndpoint().equals(request.lane()) && request.isMeant(delivery)) {
        found.add(new ReplaySource.Found(next, delivery));
      }
      next++;
    }
    return new ReplaySource.Batch(request, found, next, end, reached);
  }
}
