package dev.recur.schemas.kafka;

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
}
