package dev.recur.systemtests.stack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The stack's Kafka, with plain clients: bytes in, bytes out. */
public final class StackKafka implements AutoCloseable {

  /** The group by which the live audit reads. */
  static final String AUDIT_GROUP = "audit";

  /** What it reads. */
  static final List<String> AUDITED =
      List.of("subscription.events", "charge.requests", "charge.results", "clock.ticks");

  private final KafkaProducer<byte[], byte[]> producer;
  private final String bootstrapServers;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<String, Object> consumerConfig = new HashMap<>();

  StackKafka(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    consumerConfig.put("bootstrap.servers", bootstrapServers);
    consumerConfig.put("isolation.level", "read_committed");
    consumerConfig.put("enable.auto.commit", false);
    consumerConfig.put("allow.auto.create.topics", false);
    consumer = newConsumer();
  }

  private KafkaConsumer<byte[], byte[]> newConsumer() {
    return new KafkaConsumer<>(
        consumerConfig, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** What is written to a topic from now on. For one thread. */
  public static final class Tail implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;

    private Tail(KafkaConsumer<byte[], byte[]> consumer) {
      this.consumer = consumer;
    }

    /** The committed records that have come since the last time; waits a moment for some. */
    public List<ConsumerRecord<byte[], byte[]>> poll() {
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      return records;
    }

    @Override
    public void close() {
      consumer.close();
    }
  }

  /** Follows a topic from now on; to be closed by the caller. */
  public Tail tail(String topic) {
    KafkaConsumer<byte[], byte[]> follower = newConsumer();
    List<TopicPartition> partitions = all(topic);
    follower.assign(partitions);
    follower.seekToEnd(partitions);
    // Else the end is looked for at the first poll, and what comes before it is missed.
    partitions.forEach(follower::position);
    return new Tail(follower);
  }

  /** Writes a record and returns when it is there. */
  public RecordMetadata write(ProducerRecord<byte[], byte[]> record) {
    try {
      return producer.send(record).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Not written: " + record.topic(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** All topics there are, those of the services' own stores included. */
  public Set<String> topics() {
    return consumer.listTopics().keySet();
  }

  /** How many partitions a topic has. */
  public int partitions(String topic) {
    return consumer.partitionsFor(topic).size();
  }

  /** Where each partition of some topics ends. */
  public Map<String, Long> ends(List<String> topics) {
    List<TopicPartition> partitions =
        topics.stream().flatMap(topic -> all(topic).stream()).toList();
    Map<String, Long> ends = new TreeMap<>();
    consumer
        .endOffsets(partitions)
        .forEach((partition, end) -> ends.put(partition.toString(), end));
    return ends;
  }

  /**
   * True when a group has read up to some ends.
   *
   * @param ends of {@link #ends}
   */
  boolean hasRead(String group, Map<String, Long> ends) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      Map<TopicPartition, OffsetAndMetadata> read =
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      Map<String, Long> places = new TreeMap<>();
      read.forEach((partition, place) -> places.put(partition.toString(), place.offset()));
      return ends.entrySet().stream()
          .allMatch(end -> places.getOrDefault(end.getKey(), 0L) >= end.getValue());
    } catch (ExecutionException e) {
      throw new IllegalStateException("Not known where " + group + " is", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** How much was ever written to a topic, the marks of transactions included. */
  public long written(String topic) {
    return ends(List.of(topic)).values().stream().mapToLong(Long::longValue).sum();
  }

  /** Every committed record that lies on a topic now. */
  public List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    return records(Set.of(topic));
  }

  /** The same of many topics. */
  public List<ConsumerRecord<byte[], byte[]>> records(Set<String> topics) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    forEach(topics, records::add);
    return records;
  }

  /**
   * Shows every committed record that lies on some topics now. They are read together: each alone
   * takes as long to begin as to read.
   */
  public void forEach(Set<String> topics, Consumer<ConsumerRecord<byte[], byte[]>> action) {
    List<TopicPartition> partitions =
        topics.stream().flatMap(topic -> all(topic).stream()).toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      consumer.poll(Duration.ofMillis(100)).forEach(action);
    }
  }

  private List<TopicPartition> all(String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(partition -> new TopicPartition(topic, partition.partition()))
        .toList();
  }

  @Override
  public void close() {
    producer.close();
    consumer.close();
  }
}
