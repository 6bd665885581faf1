package dev.recur.systemtests.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.RecordCollector;
import org.jspecify.annotations.Nullable;

/** What a task has written since it committed last: records, and changes of its stores. */
final class Outputs implements RecordCollector {

  /** A record that is not committed. */
  @SuppressWarnings("ArrayRecordComponent")
  record Written(String topic, byte[] key, byte[] value, Headers headers, long timestampMs) {}

  /** A change of a store; without a value, a deletion. */
  @SuppressWarnings("ArrayRecordComponent")
  record Changed(String store, Bytes key, byte @Nullable [] value) {}

  private final Map<String, String> storeByChangelog;
  private final List<Written> records = new ArrayList<>();
  private final List<Changed> changes = new ArrayList<>();

  Outputs(Map<String, String> storeByChangelog) {
    this.storeByChangelog = storeByChangelog;
  }

  List<Written> records() {
    return records;
  }

  List<Changed> changes() {
    return changes;
  }

  void clear() {
    records.clear();
    changes.clear();
  }

  @Override
  @SuppressWarnings("NullAway") // Kafka's interfaces are not annotated.
  public <K, V> void send(
      String topic,
      K key,
      V value,
      Headers headers,
      Integer partition,
      Long timestamp,
      Serializer<K> keySerializer,
      Serializer<V> valueSerializer,
      String processorNodeId,
      InternalProcessorContext<Void, Void> context) {
    String store = storeByChangelog.get(topic);
    byte[] keyBytes = keySerializer.serialize(topic, key);
    byte[] valueBytes = value == null ? null : valueSerializer.serialize(topic, value);
    if (store != null) {
      changes.add(new Changed(store, Bytes.wrap(keyBytes), valueBytes));
    } else {
      records.add(new Written(topic, keyBytes, valueBytes, new RecordHeaders(headers), timestamp));
    }
  }

  @Override
  @SuppressWarnings("NullAway") // Kafka's interfaces are not annotated.
  public <K, V> void send(
      String topic,
      K key,
      V value,
      Headers headers,
      Long timestamp,
      Serializer<K> keySerializer,
      Serializer<V> valueSerializer,
      String processorNodeId,
      InternalProcessorContext<Void, Void> context,
      StreamPartitioner<? super K, ? super V> partitioner) {
    send(
        topic,
        key,
        value,
        headers,
        null,
        timestamp,
        keySerializer,
        valueSerializer,
        processorNodeId,
        context);
  }

  @Override
  public <K, V> void send(
      K key,
      V value,
      String processorNodeId,
      InternalProcessorContext<?, ?> context,
      ProducerRecord<byte[], byte[]> record) {
    throw new UnsupportedOperationException("Kafka's own dead letters are not used");
  }

  @Override
  public void initialize() {}

  @Override
  public void flush() {}

  @Override
  public void closeClean() {}

  @Override
  public void closeDirty() {}

  @Override
  public Map<TopicPartition, Long> offsets() {
    return new HashMap<>();
  }
}
