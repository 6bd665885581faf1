package dev.recur.schemas.topic;

import static java.util.stream.Collectors.toMap;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the payment channel's consumer begins on {@code charge.requests}. It runs with {@code
 * auto.offset.reset=none}: a consumer that has lost its place must not guess, because it would
 * present old keys again or leave requests without a result. So its first place is written here,
 * when the topic is new and there is nothing to guess.
 */
final class ChannelStart {

  private static final Logger LOG = LoggerFactory.getLogger(ChannelStart.class);

  private ChannelStart() {}

  /**
   * Commits offset 0 wherever the group has no place yet and the partition never had a record.
   * Where it had one, only a person can say where to begin: a warning tells how.
   */
  static void commit(Admin admin) {
    List<TopicPartition> without = partitionsWithoutPlace(admin);
    if (without.isEmpty()) {
      return;
    }
    Map<TopicPartition, Long> beginnings = offsets(admin, without, OffsetSpec.earliest());
    Map<TopicPartition, Long> ends = offsets(admin, without, OffsetSpec.latest());
    Predicate<TopicPartition> isNew =
        p -> beginnings.getOrDefault(p, -1L) == 0 && ends.getOrDefault(p, -1L) == 0;
    Map<TopicPartition, OffsetAndMetadata> starts =
        without.stream().filter(isNew).collect(toMap(p -> p, _ -> new OffsetAndMetadata(0)));
    if (!starts.isEmpty()) {
      AdminCalls.awaitKnown(
          () -> admin.alterConsumerGroupOffsets(Topics.CHANNEL_GROUP, starts).all());
    }
    if (starts.size() < without.size()) {
      warn(without.stream().filter(isNew.negate()).toList());
    }
  }

  private static List<TopicPartition> partitionsWithoutPlace(Admin admin) {
    String topic = Topics.CHARGE_REQUESTS.name();
    int partitions =
        AdminCalls.awaitKnown(() -> admin.describeTopics(List.of(topic)).allTopicNames())
            .values()
            .iterator()
            .next()
            .partitions()
            .size();
    var places =
        AdminCalls.await(
            admin.listConsumerGroupOffsets(Topics.CHANNEL_GROUP).partitionsToOffsetAndMetadata());
    return IntStream.range(0, partitions)
        .mapToObj(partition -> new TopicPartition(topic, partition))
        .filter(partition -> places.get(partition) == null)
        .toList();
  }

  private static Map<TopicPartition, Long> offsets(
      Admin admin, List<TopicPartition> partitions, OffsetSpec which) {
    var asked = partitions.stream().collect(toMap(p -> p, _ -> which));
    return AdminCalls.awaitKnown(() -> admin.listOffsets(asked).all()).entrySet().stream()
        .collect(toMap(Map.Entry::getKey, e -> e.getValue().offset()));
  }

  private static void warn(List<TopicPartition> partitions) {
    LOG.atWarn()
        .addKeyValue("group", Topics.CHANNEL_GROUP)
        .addKeyValue("topic", Topics.CHARGE_REQUESTS.name())
        .addKeyValue("partitions", partitions.stream().map(TopicPartition::partition).toList())
        .log(
            "The channel's group has no place on partitions that hold requests, and will not start"
                + " there. Find the last request that got its result on charge.results, and set the"
                + " group to it: kafka-consumer-groups.sh --group "
                + Topics.CHANNEL_GROUP
                + " --topic charge.requests --reset-offsets --to-datetime <time of that request>"
                + " --execute. A channel of one's own needs no place here.");
  }
}
