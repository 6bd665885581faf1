package dev.recur.schemas.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.avro.ClockTick;
import dev.recur.schemas.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.health.HealthStatus;
import io.micronaut.inject.qualifiers.Qualifiers;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** The container finds the health and the meters of what a service makes. */
class ReadinessTest {

  @Test
  void serviceWithTopologyAndFollower_shouldBeReadyWhenBothAre() throws Exception {
    try (ApplicationContext context = start(Map.of("readiness-test", true))) {
      assertThat(status(context, "streams")).isEqualTo(HealthStatus.DOWN);
      assertThat(status(context, "followers")).isEqualTo(HealthStatus.DOWN);

      TopicFollower<?> follower = context.getBean(TopicFollower.class);
      follower.start();
      follower.caughtUp().get();

      assertThat(status(context, "followers")).isEqualTo(HealthStatus.UP);
    }
  }

  @Test
  void topology_shouldShowItsMeters() {
    try (ApplicationContext context = start(Map.of("readiness-test", true))) {
      context.getBean(StreamsLifecycle.class);

      assertThat(context.getBean(MeterRegistry.class).find("recur.streams.running").gauge())
          .isNotNull();
    }
  }

  @Test
  void serviceWithoutEither_shouldHaveNoHealthOfThem() {
    try (ApplicationContext context = start(Map.of())) {
      assertThat(context.getBeansOfType(HealthIndicator.class))
          .noneMatch(StreamsReadiness.class::isInstance)
          .noneMatch(FollowersReadiness.class::isInstance);
    }
  }

  private static ApplicationContext start(Map<String, Object> properties) {
    return ApplicationContext.builder()
        .banner(false)
        .deduceEnvironment(false)
        .properties(properties)
        .start();
  }

  private static HealthStatus status(ApplicationContext context, String name) {
    List<HealthResult> results =
        Flux.fromIterable(
                context.getBeansOfType(
                    HealthIndicator.class, Qualifiers.byStereotype(Readiness.class)))
            .flatMap(HealthIndicator::getResult)
            .collectList()
            .blockOptional()
            .orElseThrow();
    return results.stream()
        .filter(result -> result.getName().equals(name))
        .findFirst()
        .orElseThrow()
        .getStatus();
  }

  /** What a service would make. */
  @Factory
  @Requires(property = "readiness-test")
  static final class Service {

    @Singleton
    MeterRegistry meters() {
      return new SimpleMeterRegistry();
    }

    /** Needs the registry, as a topology with meters of its own does. */
    @Singleton
    StreamsLifecycle lifecycle(MeterRegistry meters) {
      meters.counter("own");
      KafkaSettings settings =
          KafkaSettings.of("none:9092", "http://none", 4, (short) 1, Path.of("target"));
      return new StreamsLifecycle(settings, new Topology(), new Properties(), (_, _) -> {});
    }

    @Singleton
    TopicFollower<ClockTick> follower() {
      MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
      TopicPartition partition = new TopicPartition(Topics.CLOCK_TICKS.name(), 0);
      consumer.updateBeginningOffsets(Map.of(partition, 0L));
      consumer.updateEndOffsets(Map.of(partition, 0L));
      consumer.updatePartitions(
          partition.topic(),
          List.of(
              new PartitionInfo(partition.topic(), 0, Node.noNode(), new Node[0], new Node[0])));
      return new TopicFollower<>(
          consumer,
          Topics.CLOCK_TICKS,
          _ -> new ClockTick("", Instant.EPOCH, false),
          _ -> {},
          new Nowhere(),
          (_, _) -> {});
    }
  }

  private static final class Nowhere implements DeadLetterSink {
    @Override
    public void put(ConsumerRecord<byte[], byte[]> record, String reason) {}

    @Override
    public void close() {}
  }
}
