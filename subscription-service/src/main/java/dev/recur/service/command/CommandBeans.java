package dev.recur.service.command;

import dev.recur.schemas.avro.CommandReply;
import dev.recur.schemas.kafka.ByteClients;
import dev.recur.schemas.kafka.KafkaSettings;
import dev.recur.schemas.kafka.ProcessExit;
import dev.recur.schemas.kafka.TopicFollower;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.topic.Topics;
import dev.recur.service.MeetsKafka;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Puts the way to the worker and back together. */
@Factory
@MeetsKafka
final class CommandBeans {

  /** One answer from a broker is waited for so long, so that there can be several tries. */
  private static final int REQUEST_TIMEOUT_MS = 3_000;

  private static final int TRIES_MIN = 2;

  @Singleton
  @Bean(preDestroy = "close")
  Producer<byte[], byte[]> producer(KafkaSettings kafka, CommandSettings settings) {
    Map<String, Object> config = new HashMap<>();
    // Who waits is told U after the decision timeout; what is written later surprises everybody.
    int timeoutMs = Math.toIntExact(settings.decisionTimeout().toMillis());
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeoutMs);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeoutMs);
    config.put(
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
        Math.min(REQUEST_TIMEOUT_MS, timeoutMs / TRIES_MIN));
    // It waits for others to be sent with, as is Kafka's default: a record alone costs both sides
    // more of a processor than those few milliseconds are worth to who waits a commit interval.
    config.putAll(kafka.producer());
    return ByteClients.producer(config);
  }

  @Singleton
  @Bean(preDestroy = "close")
  TopicFollower<CommandReply> replies(
      KafkaSettings settings,
      RecordCodecs codecs,
      List<ReplyObserver> observers,
      ProcessExit exit) {
    return new TopicFollower<>(
        settings,
        codecs.of(Topics.COMMAND_REPLIES),
        new RepliesListener(observers),
        "subscription-service",
        exit);
  }
}
