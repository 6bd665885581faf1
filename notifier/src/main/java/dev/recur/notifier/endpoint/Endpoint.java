package dev.recur.notifier.endpoint;

import dev.recur.notifier.queue.Ordering;
import dev.recur.notifier.queue.Schedule;
import dev.recur.schemas.webhook.EventTypes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a merchant is told of its subscriptions' events, beside the URLs that a subscription names.
 *
 * @param endpointId the endpoint, unique within the merchant
 * @param url where it is posted to
 * @param eventTypes what it is told; empty: all
 * @param alsoOverridden true when it is told also of what goes to a URL that the subscription names
 * @param ordering in which order it is told of one subscription's events
 * @param schedule when a delivery that was not acknowledged is tried again
 * @param ratePerSecond most attempts per second, over all shards; empty: no such limit
 * @param shards how many owners share its deliveries, from 1
 */
public record Endpoint(
    String endpointId,
    String url,
    List<String> eventTypes,
    boolean alsoOverridden,
    Ordering ordering,
    Schedule schedule,
    OptionalInt ratePerSecond,
    int shards) {

  public Endpoint {
    eventTypes = List.copyOf(eventTypes);
  }

  /** One of a merchant's endpoints; empty once it is gone. */
  public static Optional<Endpoint> find(List<Endpoint> endpoints, String endpointId) {
    return endpoints.stream().filter(it -> it.endpointId().equals(endpointId)).findFirst();
  }

  /** True when it is told nothing before all that came earlier of the same subscription. */
  boolean isStrict() {
    return ordering == Ordering.STRICT;
  }

  /** True when it is told of events of this type. */
  public boolean wants(String eventType) {
    return EventTypes.matches(eventTypes, eventType);
  }

  /** True when it is told of events of this type that are told to such a URL or are not. */
  public boolean wants(String eventType, boolean overridden) {
    return wants(eventType) && (alsoOverridden || !overridden);
  }
}
