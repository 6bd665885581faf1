package dev.recur.notifier.notice;

import dev.recur.notifier.endpoint.Endpoint;
import dev.recur.notifier.queue.Ordering;
import dev.recur.notifier.queue.Schedule;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Endpoints of merchants, for tests. */
final class AnEndpoint {

  private AnEndpoint() {}

  static Endpoint of(List<String> eventTypes, boolean alsoOverridden, int shards) {
    return new Endpoint(
        "E1",
        "https://e1.example/hooks",
        eventTypes,
        alsoOverridden,
        Ordering.BEST_EFFORT,
        Schedule.ANTOM,
        OptionalInt.empty(),
        shards);
  }

  /** The same, each with an id of its own. */
  static List<Endpoint> named(List<Endpoint> endpoints) {
    return IntStream.range(0, endpoints.size())
        .mapToObj(i -> named(endpoints.get(i), "E" + i))
        .toList();
  }

  private static Endpoint named(Endpoint endpoint, String id) {
    return new Endpoint(
        id,
        "https://" + id + ".example/hooks",
        endpoint.eventTypes(),
        endpoint.alsoOverridden(),
        endpoint.ordering(),
        endpoint.schedule(),
        endpoint.ratePerSecond(),
        endpoint.shards());
  }
}
