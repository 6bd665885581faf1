package dev.recur.service.admin.endpoint;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an operator wants of a lane's deliveries. */
sealed interface LaneOrder {

  /**
   * They are held from now on.
   *
   * @param reason as the merchant is shown it
   */
  record Disable(String reason) implements LaneOrder {}

  /** They are attempted again, what was held first. */
  record Enable() implements LaneOrder {}

  /**
   * Deliveries that were made before are made again.
   *
   * @param replayId the same again starts nothing
   * @param since only what was to be delivered from this real time on
   * @param until only what was to be delivered before this real time
   * @param filter which of those
   */
  record StartReplay(String replayId, Instant since, Instant until, Filter filter)
      implements LaneOrder {}

  /** What of a replay is not under way yet is not made. */
  record CancelReplay(String replayId) implements LaneOrder {}

  /**
   * Which deliveries.
   *
   * @param eventTypes empty: all
   */
  record Filter(
      List<String> eventTypes, @Nullable String subscriptionId, @Nullable String deliveryId) {

    public Filter {
      eventTypes = List.copyOf(eventTypes);
    }
  }
}
