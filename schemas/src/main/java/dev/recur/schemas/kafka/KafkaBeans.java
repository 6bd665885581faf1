package dev.recur.schemas.kafka;

import dev.recur.schemas.serde.RecordCodecs;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;

/** What a service gets without asking; a bean of its own takes the place of any of it. */
@Factory
final class KafkaBeans {

  @Singleton
  @Requires(missingBeans = ProcessExit.class)
  ProcessExit processExit() {
    return ProcessExit.ofThisProcess();
  }

  @Bean(preDestroy = "close")
  @Singleton
  @Requires(missingBeans = RecordCodecs.class)
  RecordCodecs recordCodecs(KafkaSettings settings) {
    return RecordCodecs.from(settings.serde());
  }
}
