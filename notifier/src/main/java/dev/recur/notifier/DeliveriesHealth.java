package dev.recur.notifier;

import dev.recur.notifier.delivery.LaneMeters;
import dev.recur.notifier.delivery.LaneMeters.Waiting;
import dev.recur.notifier.queue.Health;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.reactivestreams.Publisher;

/**
 * Says what an operator should do about deliveries. It is never DOWN: a receiver that does not
 * answer is its merchant's, and starting this process anew mends nothing.
 */
@Singleton
final class DeliveriesHealth implements HealthIndicator {

  /** Shorter waits are nobody's business. */
  private static final Duration WORTH_SAYING = Duration.ofMinutes(1);

  private final LaneMeters lanes;

  DeliveriesHealth(LaneMeters lanes) {
    this.lanes = lanes;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Publishers.just(
        HealthResult.builder("deliveries", HealthStatus.UP).details(details()).build());
  }

  /** How many lanes are not well, what is held, and for each lane that waits what to do. */
  Map<String, Object> details() {
    Map<String, Object> waiting = new LinkedHashMap<>();
    for (Waiting lane : lanes.worst()) {
      Duration oldest = Duration.ofMillis(lane.oldestMs());
      if (oldest.compareTo(WORTH_SAYING) >= 0) {
        waiting.put(
            lane.lane(), "for %d s: %s".formatted(oldest.toSeconds(), lane.obstacle().cure()));
      }
    }
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("lanesFailing", lanes.count(Health.Status.FAILING));
    details.put("lanesDisabled", lanes.count(Health.Status.DISABLED));
    details.put("deliveriesHeld", lanes.held());
    details.put("waiting", waiting);
    return details;
  }
}
