package dev.recur.service.admin;

import dev.recur.schemas.avro.ClockTick;
import dev.recur.schemas.kafka.KafkaSettings;
import dev.recur.schemas.kafka.ProcessExit;
import dev.recur.schemas.kafka.TopicFollower;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.topic.Topics;
import dev.recur.service.MeetsKafka;
import dev.recur.service.command.ReplyObserver;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** Puts together what the operator's door needs of Kafka. */
@Factory
@MeetsKafka
final class AdminBeans {

  @Singleton
  @Bean(preDestroy = "close")
  TopicFollower<ClockTick> clockTicks(
      KafkaSettings settings, RecordCodecs codecs, KafkaClockTicks listener, ProcessExit exit) {
    return new TopicFollower<>(
        settings, codecs.of(Topics.CLOCK_TICKS), listener, "subscription-service", exit);
  }

  @Singleton
  ReplyObserver reachedObserver(ClockWaits waits) {
    return reply -> {
      var reached = reply.getClockReached();
      if (reached != null) {
        waits.reached(reached.getTestClockId(), reached.getPartition(), reached.getReached());
      }
    };
  }
}
