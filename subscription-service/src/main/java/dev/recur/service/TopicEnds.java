package dev.recur.service;

import dev.recur.schemas.kafka.KafkaSettings;
import dev.recur.schemas.topic.TopicSpec;
import io.micronaut.context.annotation.Bean;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/** Where topics end now. */
@Singleton
@Bean(preDestroy = "close")
@MeetsKafka
public final class TopicEnds implements AutoCloseable {

  private final Admin admin;

  TopicEnds(KafkaSettings settings) {
    admin = Admin.create(settings.admin());
  }

  /**
   * Per partition, the offset after the last record that is committed: what belongs to a
   * transaction that is still open comes after it.
   *
   * @throws KafkaException when the broker does not answer
   */
  public Map<Integer, Long> of(TopicSpec<?> topic) {
    try {
      Map<TopicPartition, OffsetSpec> latest =
          admin.describeTopics(List.of(topic.name())).allTopicNames().get().values().stream()
              .flatMap(description -> description.partitions().stream())
              .map(partition -> new TopicPartition(topic.name(), partition.partition()))
              .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
      Map<Integer, Long> ends = new HashMap<>();
      admin
          .listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
          .all()
          .get()
          .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
      return ends;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
