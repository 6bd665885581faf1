package dev.recur.schemas.serde;

import dev.recur.schemas.topic.TopicSpec;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Values of one topic to bytes and back. Made by {@link RecordCodecs}; safe for use by many
 * threads.
 */
public final class RecordCodec<V extends SpecificRecord> {

  private final TopicSpec<V> topic;
  private final Serializer<? super V> serializer;
  private final Deserializer<?> deserializer;

  RecordCodec(TopicSpec<V> topic, Serializer<? super V> serializer, Deserializer<?> deserializer) {
    this.topic = topic;
    this.serializer = serializer;
    this.deserializer = deserializer;
  }

  /** The topic whose values these are. */
  public TopicSpec<V> topic() {
    return topic;
  }

  /**
   * The value's bytes, as they go into the record.
   *
   * @throws UnencodableRecordException when the value does not fit its schema: a bug
   * @throws RegistryUnavailableException when the schema's id is not known and not to be had: stop
   *     the process
   */
  public byte[] encode(V value) {
    byte @Nullable [] bytes;
    try {
      bytes = serializer.serialize(topic.name(), value);
    } catch (RuntimeException e) {
      throw SerdeFailure.ofEncoding(topic.name(), e);
    }
    if (bytes == null) {
      throw new UnencodableRecordException(
          "The serializer made no bytes of a value of " + topic.name() + ".", null);
    }
    return bytes;
  }

  /**
   * The record's value.
   *
   * @param bytes the record's value as Kafka has it; null, a deletion, is no value
   * @throws UndecodableRecordException when these bytes are no value of the topic: a dead letter
   * @throws RegistryUnavailableException when the writer's schema is not known and not to be had:
   *     stop the process
   */
  public V decode(byte @Nullable [] bytes) {
    if (bytes == null) {
      throw new UndecodableRecordException(
          "The record has no value, and %s takes no deletions: find the program that wrote it."
              .formatted(topic.name()),
          null);
    }
    @Nullable Object value;
    try {
      value = deserializer.deserialize(topic.name(), bytes);
    } catch (RuntimeException e) {
      throw SerdeFailure.ofDecoding(topic.name(), e);
    }
    if (!topic.valueType().isInstance(value)) {
      throw new UndecodableRecordException(
          "The record holds %s, but %s holds %s: send it to its own topic."
              .formatted(
                  value == null ? "nothing" : value.getClass().getName(),
                  topic.name(),
                  topic.valueType().getName()),
          null);
    }
    return topic.valueType().cast(value);
  }
}
