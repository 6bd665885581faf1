package dev.recur.notifier.audit;

import dev.recur.schemas.kafka.KafkaSettings;
import dev.recur.schemas.serde.RecordCodecs;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;

/** The audit, where {@code recur.audit.enabled}. */
@Factory
@Requires(property = "recur.audit.enabled", value = "true")
final class AuditBeans {

  @Singleton
  AuditMeters meters(MeterRegistry registry) {
    return new AuditMeters(registry);
  }

  @Singleton
  @Bean(preDestroy = "close")
  RunningAudit audit(
      KafkaSettings kafka,
      AuditSettings settings,
      RecordCodecs codecs,
      AuditMeters meters,
      MeterRegistry registry) {
    RunningAudit audit = RunningAudit.of(kafka, settings, codecs, meters);
    audit.bindTo(registry);
    return audit;
  }
}
