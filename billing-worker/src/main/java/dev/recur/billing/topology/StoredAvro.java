package dev.recur.billing.topology;

import dev.recur.schemas.serde.SingleObjectDecoder;
import dev.recur.schemas.serde.SingleObjectEncoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.message.MissingSchemaException;
import org.apache.avro.specific.SpecificRecord;

/**
 * One type in a store, in Avro's single-object encoding.
 *
 * @param encoder writes the schema's fingerprint and the value
 * @param decoder reads any version it knows the fingerprint of
 */
record StoredAvro<T extends SpecificRecord>(
    SingleObjectEncoder<T> encoder, SingleObjectDecoder<T> decoder) {

  StoredAvro(Class<T> type) {
    this(new SingleObjectEncoder<>(type), new SingleObjectDecoder<>(type));
  }

  /**
   * The same, reading also what earlier releases wrote. Their schemas stand in the resources, under
   * {@code state}, for as long as a store may hold a value of theirs.
   *
   * @param name of the record
   * @param versions of its schema before the present one, from 1
   */
  StoredAvro<T> reading(String name, int versions) {
    for (int version = 1; version <= versions; version++) {
      String file = "/state/" + name + "-v" + version + ".avsc";
      try (InputStream schema = StoredAvro.class.getResourceAsStream(file)) {
        if (schema == null) {
          throw new IllegalStateException(file + " is not among the resources");
        }
        decoder.add(new Schema.Parser().parse(schema));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return this;
  }

  byte[] encode(T value) {
    return encoder.encode(value);
  }

  /**
   * @throws LaterReleaseException when a later release wrote the value
   * @throws RuntimeException when the bytes are no value
   */
  T decode(byte[] bytes) {
    try {
      return decoder.decode(bytes);
    } catch (MissingSchemaException e) {
      throw new LaterReleaseException(e);
    }
  }
}
