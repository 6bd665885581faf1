package dev.recur.billing.app;

import dev.recur.billing.clock.ClockWatch;
import dev.recur.billing.topology.BillingCodecs;
import dev.recur.billing.topology.BillingMetrics;
import dev.recur.billing.topology.BillingTopology;
import dev.recur.billing.topology.FetchedRecords;
import dev.recur.schemas.kafka.KafkaSettings;
import dev.recur.schemas.kafka.ProcessExit;
import dev.recur.schemas.kafka.StreamsLifecycle;
import dev.recur.schemas.serde.RecordCodecs;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import org.apache.kafka.streams.Topology;

/** The billing run, where {@code recur.billing.enabled}. */
@Factory
@Requires(property = "recur.billing.enabled", value = "true")
final class BillingBeans {

  @Context
  @Bean(preDestroy = "close")
  StreamsLifecycle lifecycle(
      KafkaSettings settings,
      RecordCodecs codecs,
      ClockWatch clock,
      MeterRegistry meters,
      ProcessExit exit) {
    FetchedRecords fetched = new FetchedRecords();
    Topology topology =
        BillingTopology.build(
            BillingCodecs.of(codecs),
            settings.subscriptionPartitions(),
            clock,
            fetched,
            new BillingMetrics(meters));
    StreamsLifecycle lifecycle =
        new StreamsLifecycle(
            settings, topology, settings.streams(BillingTopology.APPLICATION_ID), exit, fetched);
    lifecycle.start();
    return lifecycle;
  }
}
