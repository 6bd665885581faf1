package dev.recur.notifier.delivery;

import dev.recur.notifier.queue.Replay;
import dev.recur.schemas.avro.WebhookDelivery;
import dev.recur.schemas.webhook.EventTypes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads what was to be delivered once more, off the stream threads. */
public interface ReplaySource {

  /**
   * What is to be read.
   *
   * @param partition of webhook.deliveries
   * @param lane its text; only its deliveries are read
   * @param replay which of them, and from where on
   * @param max most deliveries
   */
  record Request(int partition, String lane, Replay replay, int max) {

    /**
     * True for what the replay's filter means, whatever lane it is of. What came after it was asked
     * for is none of its deliveries, however long it waited for those before it.
     */
    public boolean isMeant(WebhookDelivery delivery) {
      Replay.Filter filter = replay.filter();
      return !delivery.getCreatedAt().isBefore(filter.since())
          && delivery.getCreatedAt().isBefore(filter.until())
          && !delivery.getCreatedAt().isAfter(replay.startedAt())
          && EventTypes.matches(filter.eventTypes(), delivery.getEventType())
          && filter.subscriptionId().map(delivery.getSubscriptionId()::equals).orElse(true)
          && filter.deliveryId().map(delivery.getDeliveryId()::equals).orElse(true);
    }
  }

  /**
   * A delivery that was found.
   *
   * @param offset of its record
   */
  record Found(long offset, WebhookDelivery delivery) {}

  /**
   * What was read.
   *
   * @param request what was asked for
   * @param found oldest first
   * @param nextOffset where the replay goes on
   * @param endOffset where it ends
   * @param reached real time up to whose deliveries was read
   */
  record Batch(
      Request request, List<Found> found, long nextOffset, long endOffset, Instant reached) {
    public Batch {
      found = List.copyOf(found);
    }
  }

  /** One task's reading. */
  interface Reading {
    /** Asks for deliveries. Returns at once. */
    void ask(Request request);

    /** What was read meanwhile, one answer at a time. */
    Optional<Batch> poll();
  }

  /** Reading for one task. */
  Reading open();
}
