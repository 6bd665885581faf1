package dev.recur.schemas.serde;

import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Lets one thread at a time through, because Kafka does not ask serializers to be thread-safe. */
final class OneAtATime {

  private OneAtATime() {}

  /** A serializer behind a lock. */
  static final class ForSerializer implements Serializer<Object> {
    private final Serializer<Object> serializer;
    private final ReentrantLock lock = new ReentrantLock();

    ForSerializer(Serializer<Object> serializer) {
      this.serializer = serializer;
    }

    @Override
    public byte @Nullable [] serialize(String topic, Object value) {
      lock.lock();
      try {
        return serializer.serialize(topic, value);
      } finally {
        lock.unlock();
      }
    }
  }

  /** A deserializer behind a lock. */
  static final class ForDeserializer implements Deserializer<Object> {
    private final Deserializer<?> deserializer;
    private final ReentrantLock lock = new ReentrantLock();

    ForDeserializer(Deserializer<?> deserializer) {
      this.deserializer = deserializer;
    }

    @Override
    public @Nullable Object deserialize(String topic, byte[] bytes) {
      lock.lock();
      try {
        return deserializer.deserialize(topic, bytes);
      } finally {
        lock.unlock();
      }
    }
  }
}
