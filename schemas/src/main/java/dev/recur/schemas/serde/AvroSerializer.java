package dev.recur.schemas.serde;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Values to bytes in Confluent's wire format: {@code 0x00}, the schema's id as four bytes, highest
 * first, and the value in Avro's binary encoding. The subject is the topic's name and {@code
 * -value} or {@code -key}.
 *
 * <p>Settings are those of {@link SerdeConfig}. Safe for use by many threads once configured, which
 * is more than Kafka asks.
 */
public class AvroSerializer implements Serializer<SpecificRecord> {

  private @Nullable Setup setup;
  private @Nullable RegistryClient owned;

  private record Target(String subject, Schema schema) {}

  private record Setup(
      RegistryClient registry,
      SerdeConfig config,
      boolean isKey,
      Cache<Target, ValueWriter> writers) {}

  /** For Kafka, which calls {@link #configure} next. */
  public AvroSerializer() {}

  /** A serializer that shares a registry client; closing it leaves the client open. */
  public AvroSerializer(RegistryClient registry, Map<String, ?> config, boolean isKey) {
    setUp(registry, config, isKey);
  }

  @Override
  public void configure(Map<String, ?> config, boolean isKey) {
    close();
    owned = RegistryClient.from(config);
    setUp(owned, config, isKey);
  }

  private void setUp(RegistryClient registry, Map<String, ?> config, boolean isKey) {
    SerdeConfig settings = new SerdeConfig(config);
    int schemasMax = settings.getInt(SerdeConfig.SCHEMAS_MAX);
    setup =
        new Setup(registry, settings, isKey, Caffeine.newBuilder().maximumSize(schemasMax).build());
  }

  /**
   * The value's bytes; null for null, which is how Kafka deletes.
   *
   * @throws UnencodableRecordException when the value does not fit its schema
   * @throws RegistryUnavailableException when the schema's id is not known and not to be had
   */
  @Override
  public byte @Nullable [] serialize(String topic, @Nullable SpecificRecord value) {
    if (value == null) {
      return null;
    }
    Setup use = Objects.requireNonNull(setup, "configure() has not been called");
    String subject = WireFormat.subject(topic, use.isKey());
    ValueWriter writer =
        use.writers()
            .get(
                new Target(subject, value.getSchema()),
                target ->
                    ValueWriter.of(
                        use.registry(), use.config(), target.subject(), target.schema()));
    try {
      return writer.encode(value);
    } catch (IOException | RuntimeException e) {
      throw new UnencodableRecordException(
          "This %s does not fit its schema: %s"
              .formatted(value.getSchema().getFullName(), Brief.of(e)),
          e);
    }
  }

  @Override
  public void close() {
    if (owned != null) {
      owned.close();
    }
  }
}
