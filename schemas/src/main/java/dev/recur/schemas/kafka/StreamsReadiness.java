package dev.recur.schemas.kafka;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.Map;
import org.reactivestreams.Publisher;

/** Ready while every task of the topology is restored and running. */
@Singleton
@Readiness
@Requires(beans = StreamsLifecycle.class)
final class StreamsReadiness implements HealthIndicator {

  private final StreamsLifecycle lifecycle;

  StreamsReadiness(StreamsLifecycle lifecycle) {
    this.lifecycle = lifecycle;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    HealthStatus status = lifecycle.isRunning() ? HealthStatus.UP : HealthStatus.DOWN;
    return Publishers.just(
        HealthResult.builder("streams", status)
            .details(Map.of("state", lifecycle.state().name()))
            .build());
  }
}
