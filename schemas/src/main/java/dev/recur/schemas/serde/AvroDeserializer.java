package dev.recur.schemas.serde;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.FastReaderBuilder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in Confluent's wire format to values of generated classes: what the writer's schema says is
 * resolved, by Avro's rules, to the schema the class was generated from.
 *
 * <p>Settings are those of {@link SerdeConfig}. Safe for use by many threads once configured, which
 * is more than Kafka asks.
 */
public class AvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {

  private @Nullable Setup<T> setup;
  private @Nullable RegistryClient owned;

  private record Setup<T>(
      RegistryClient registry,
      boolean isKey,
      @Nullable Class<?> type,
      Cache<Integer, DatumReader<T>> readers) {}

  /** For Kafka, which calls {@link #configure} next. */
  public AvroDeserializer() {}

  /** A deserializer that shares a registry client; closing it leaves the client open. */
  public AvroDeserializer(RegistryClient registry, Map<String, ?> config, boolean isKey) {
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
    if (!settings.getBoolean(SerdeConfig.SPECIFIC_READER)) {
      throw new ConfigException(
          SerdeConfig.SPECIFIC_READER, false, "must be true: only generated classes are read");
    }
    setup =
        new Setup<>(
            registry,
            isKey,
            settings.getClass(
                isKey ? SerdeConfig.SPECIFIC_KEY_TYPE : SerdeConfig.SPECIFIC_VALUE_TYPE),
            Caffeine.newBuilder().maximumSize(settings.getInt(SerdeConfig.SCHEMAS_MAX)).build());
  }

  /**
   * The value; null for null, which is how Kafka deletes.
   *
   * @throws UndecodableRecordException when the bytes are no such value and never will be
   * @throws RegistryUnavailableException when the writer's schema is not known and not to be had
   */
  @Override
  public @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    Setup<T> use = Objects.requireNonNull(setup, "configure() has not been called");
    int id = WireFormat.schemaId(bytes);
    DatumReader<T> reader = use.readers().get(id, wanted -> reader(use, wanted, topic));
    return read(reader, id, bytes);
  }

  private static <T> T read(DatumReader<T> reader, int id, byte[] bytes) {
    int length = bytes.length - WireFormat.HEADER_BYTES;
    BinaryDecoder binary =
        DecoderFactory.get().binaryDecoder(bytes, WireFormat.HEADER_BYTES, length, null);
    T value;
    boolean atEnd;
    try {
      value = reader.read(null, new BoundedDecoder(binary, length));
      atEnd = binary.isEnd();
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // Bytes can be wrong in as many ways as Avro has exceptions; a schema that contains itself
      // can also nest deeper than the stack.
      throw new UndecodableRecordException(
          "The record's %d bytes are no value of schema id %d, which they name (%s): find the program that wrote them."
              .formatted(bytes.length, id, Brief.of(e)),
          e);
    }
    if (!atEnd) {
      throw new UndecodableRecordException(
          "The record has bytes left over after a value of schema id %d: find the program that wrote them."
              .formatted(id),
          null);
    }
    return value;
  }

  private static <T> DatumReader<T> reader(Setup<T> use, int id, String topic) {
    Schema writer;
    try {
      writer = use.registry().schemaById(id, WireFormat.subject(topic, use.isKey()));
    } catch (RegistryRefusedException e) {
      if (e.errorCode() == RegistryRefusedException.SCHEMA_NOT_FOUND) {
        throw new UndecodableRecordException(
            "The record names schema id %d, which the registry does not know: register its schema and send it again."
                .formatted(id),
            e);
      }
      throw new RegistryUnavailableException(
          "The schema registry does not give schema id %d. %s".formatted(id, e.getMessage()), e);
    } catch (UnsupportedSchemaException e) {
      throw new UndecodableRecordException(
          "The record's schema, id %d, cannot be used. %s".formatted(id, e.getMessage()), e);
    }
    try {
      Class<?> type = use.type() == null ? named(writer, id) : use.type();
      SpecificData data = SpecificData.getForClass(type);
      return new FastReaderBuilder(data).createDatumReader(writer, data.getSchema(type));
    } catch (IOException | RuntimeException e) {
      throw new UndecodableRecordException(
          "The record's schema, id %d (%s), cannot be read by this program (%s): roll out readers before writers."
              .formatted(id, writer.getFullName(), Brief.of(e)),
          e);
    }
  }

  private static Class<?> named(Schema writer, int id) {
    Class<?> type = SpecificData.get().getClass(writer);
    if (type == null || !SpecificRecord.class.isAssignableFrom(type)) {
      throw new UndecodableRecordException(
          "The record's schema, id %d, is %s, and there is no generated class of that name here."
              .formatted(id, writer.getFullName()),
          null);
    }
    return type;
  }

  @Override
  public void close() {
    if (owned != null) {
      owned.close();
    }
  }
}
