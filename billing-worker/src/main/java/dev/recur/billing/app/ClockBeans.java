package dev.recur.billing.app;

import dev.recur.billing.clock.ClockWatch;
import dev.recur.schemas.kafka.KafkaSettings;
import dev.recur.schemas.kafka.ProcessExit;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.admin.Admin;

/** The watch of the machine's clock, for the billing run and for the channel's reader alike. */
@Factory
final class ClockBeans {

  @Singleton
  @Bean(preDestroy = "close")
  ClockWatch clockWatch(KafkaSettings settings, MeterRegistry meters, ProcessExit exit) {
    ClockWatch watch = new ClockWatch(Admin.create(settings.admin()), exit);
    Gauge.builder("recur.billing.clock.ahead", watch, ClockWatch::aheadSeconds)
        .description("How far this machine's clock is ahead of the cluster's; below zero: behind")
        .baseUnit("seconds")
        .register(meters);
    watch.start();
    return watch;
  }
}
