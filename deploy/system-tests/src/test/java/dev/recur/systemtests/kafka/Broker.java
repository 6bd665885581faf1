package dev.recur.systemtests.kafka;

import dev.recur.local.process.BrokerProcess;
import dev.recur.local.process.LocalKafka;
import dev.recur.schemas.kafka.KafkaSettings;
import dev.recur.schemas.serde.RegistryOnLoopback;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A real broker, and a registry inside the test: registries are not what is shown here. */
final class Broker implements AutoCloseable {

  static final int PARTITIONS = LocalKafka.SUBSCRIPTION_PARTITIONS;
  static final short COPIES = 1;

  private final BrokerProcess process;
  private final RegistryOnLoopback registry = new RegistryOnLoopback();
  private final Path directory;
  private final Admin admin;

  Broker(Path directory) {
    this.directory = directory;
    process = BrokerProcess.start(BrokerProcess.Settings.onFreePorts(directory.resolve("broker")));
    admin = Admin.create(settings().admin());
  }

  BrokerProcess process() {
    return process;
  }

  Admin admin() {
    return admin;
  }

  KafkaSettings settings() {
    return KafkaSettings.of(
        process.bootstrapServers(), registry.url(), PARTITIONS, COPIES, directory.resolve("state"));
  }

  /** What lies on a topic now. */
  List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    Map<String, Object> config = new HashMap<>(settings().consumer());
    config.put("auto.offset.reset", "earliest");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        consumer.poll(Duration.ofMillis(100)).forEach(all::add);
      }
      return all;
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
    process.close();
    registry.close();
  }
}
