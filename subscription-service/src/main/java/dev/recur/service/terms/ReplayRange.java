package dev.recur.service.terms;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which deliveries a replay makes again.
 *
 * @param since only what was to be delivered from this real time on
 * @param until only what was to be delivered before this real time
 * @param eventTypes only these, in the order of their names; empty: all
 * @param subscriptionId only this one's
 * @param deliveryId only this one
 */
public record ReplayRange(
    Instant since,
    Instant until,
    List<String> eventTypes,
    @Nullable String subscriptionId,
    @Nullable String deliveryId) {

  public ReplayRange {
    eventTypes = eventTypes.stream().distinct().sorted().toList();
  }

  /** The same, before another real time. */
  public ReplayRange until(Instant other) {
    return new ReplayRange(since, other, eventTypes, subscriptionId, deliveryId);
  }
}
