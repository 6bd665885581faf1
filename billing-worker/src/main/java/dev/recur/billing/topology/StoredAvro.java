package dev.recur.billing.topology;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;

/**
 * One type in a store, in Avro's single-object encoding.
 *
 * @param encoder writes the schema's fingerprint and the value
 * @param decoder reads any version it knows the fingerprint of
 */
record StoredAvro<T>(BinaryMessageEncoder<T> encoder, BinaryMessageDecoder<T> decoder) {
  byte[] encode(T value) {
    try {
      ByteBuffer buffer = encoder.encode(value);
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  T decode(byte[] bytes) {
    try {
      return decoder.decode(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
