package dev.recur.notifier;

import dev.recur.notifier.delivery.ReplaySource;
import dev.recur.notifier.queue.Replay;
import dev.recur.schemas.avro.WebhookDelivery;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** Reads what a test wrote down of webhook.deliveries; an offset is a place in its list. */
final class TestReplays implements ReplaySource.Reading {

  private final List<WebhookDelivery> topic;
  private final Queue<ReplaySource.Request> asked = new ArrayDeque<>();

  TestReplays() {
    this(List.of());
  }

  TestReplays(List<WebhookDelivery> topic) {
    this.topic = topic;
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
    long end = replay.endOffset() == Replay.UNKNOWN ? topic.size() : replay.endOffset();
    long next = Math.max(0, replay.nextOffset());
    Instant reached = replay.reached();
    List<ReplaySource.Found> found = new ArrayList<>();
    while (next < end && found.size() < request.max()) {
      WebhookDelivery delivery = topic.get((int) next);
      reached = delivery.getCreatedAt();
      if (delivery.getEndpoint().equals(request.lane()) && request.isMeant(delivery)) {
        found.add(new ReplaySource.Found(next, delivery));
      }
      next++;
    }
    return new ReplaySource.Batch(request, found, next, end, reached);
  }
}
