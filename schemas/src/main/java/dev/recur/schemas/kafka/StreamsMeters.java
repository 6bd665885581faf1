package dev.recur.schemas.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;

/** Shows the topology's metrics wherever a service shows metrics at all. */
@Singleton
@Requires(beans = StreamsLifecycle.class)
final class StreamsMeters implements MeterBinder {

  private final StreamsLifecycle lifecycle;

  StreamsMeters(StreamsLifecycle lifecycle) {
    this.lifecycle = lifecycle;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    lifecycle.bindTo(registry);
  }
}
