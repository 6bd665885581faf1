package dev.recur.schemas.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;

/**
 * Shows the topology's metrics wherever a service shows metrics at all. It waits for the topology,
 * and not the registry for it: a topology may need the registry for meters of its own.
 */
@Singleton
final class StreamsMeters implements BeanCreatedEventListener<StreamsLifecycle> {

  private final BeanProvider<MeterRegistry> registry;

  StreamsMeters(BeanProvider<MeterRegistry> registry) {
    this.registry = registry;
  }

  @Override
  public StreamsLifecycle onCreated(BeanCreatedEvent<StreamsLifecycle> event) {
    StreamsLifecycle lifecycle = event.getBean();
    registry.ifPresent(lifecycle::bindTo);
    return lifecycle;
  }
}
