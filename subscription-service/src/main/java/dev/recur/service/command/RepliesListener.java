package dev.recur.service.command;

import dev.recur.schemas.avro.CommandReply;
import dev.recur.schemas.kafka.KafkaSettings;
import dev.recur.schemas.kafka.TopicListener;
import dev.recur.schemas.kafka.TopicRecord;
import dev.recur.schemas.topic.Topics;
import dev.recur.service.MeetsKafka;
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

/**
 * Takes every reply of every partition, from now on: nobody here can be waiting for an older one.
 */
@Singleton
@MeetsKafka
public final class RepliesListener implements TopicListener<CommandReply> {

  private final KafkaSettings settings;
  private final List<ReplyObserver> observers;

  /** Tells the observers. */
  public RepliesListener(KafkaSettings settings, List<ReplyObserver> observers) {
    this.settings = settings;
    this.observers = observers;
  }

  @Override
  public void onRecord(TopicRecord<CommandReply> record) {
    CommandReply reply = record.value();
    if (reply != null) {
      observers.forEach(observer -> observer.onReply(reply));
    }
  }

  @Override
  public Map<Integer, Long> startingOffsets() {
    try (Admin admin = Admin.create(settings.admin())) {
      String topic = Topics.COMMAND_REPLIES.name();
      Map<TopicPartition, OffsetSpec> latest =
          admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
              .flatMap(description -> description.partitions().stream())
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
      Map<Integer, Long> offsets = new HashMap<>();
      // As far as committed transactions go: what is open now may hold a reply to wait for.
      admin
          .listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
          .all()
          .get()
          .forEach((partition, end) -> offsets.put(partition.partition(), end.offset()));
      return offsets;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
