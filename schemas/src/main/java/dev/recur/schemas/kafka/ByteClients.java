package dev.recur.schemas.kafka;

import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Clients that carry bytes: what cannot be read or written is met where it can be answered for, and
 * not inside the client.
 */
public final class ByteClients {

  private ByteClients() {}

  /** A consumer of bytes, with {@link KafkaSettings#consumer()} or what a caller made of it. */
  public static Consumer<byte[], byte[]> consumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** A producer of bytes, with {@link KafkaSettings#producer()} or what a caller made of it. */
  public static Producer<byte[], byte[]> producer(Map<String, Object> config) {
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
