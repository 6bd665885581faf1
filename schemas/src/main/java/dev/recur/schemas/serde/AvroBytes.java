package dev.recur.schemas.serde;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.avro.io.BinaryData;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** Bytes in the making, in Avro's binary encoding (Avro 1.12, Binary Encoding). */
final class AvroBytes {

  /** Most that a number takes: seven bits are in each byte. */
  private static final int NUMBER_BYTES_MAX = 10;

  private byte[] bytes;
  private int length;

  /**
   * No bytes yet.
   *
   * @param bytesAbout how many there will be, more or less
   */
  AvroBytes(int bytesAbout) {
    bytes = new byte[bytesAbout];
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), 2 * bytes.length));
    }
  }

  /** These, as they are. */
  void raw(byte[] some) {
    room(some.length);
    System.arraycopy(some, 0, bytes, length, some.length);
    length += some.length;
  }

  /** An int or long, which Avro writes alike. */
  void number(long value) {
    room(NUMBER_BYTES_MAX);
    length += BinaryData.encodeLong(value, bytes, length);
  }

  void bool(boolean value) {
    room(1);
    length += BinaryData.encodeBoolean(value, bytes, length);
  }

  void text(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    number(utf8.length);
    raw(utf8);
  }

  /** What the buffer has left; it stays as it is. */
  void bytes(ByteBuffer some) {
    int more = some.remaining();
    number(more);
    room(more);
    some.get(some.position(), bytes, length, more);
    length += more;
  }

  /** The head of so many items or entries. */
  void count(int items) {
    number(items);
  }

  /** The end of what had so many; of none the head alone is the end. */
  void endIfAny(int items) {
    if (items > 0) {
      number(0);
    }
  }

  /** A value as Avro itself writes it. */
  <T> void byAvro(DatumWriter<T> writer, @Nullable T value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    try {
      writer.write(value, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("Writing into memory does not fail.", e);
    }
    raw(out.toByteArray());
  }

  byte[] toByteArray() {
    return bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
  }
}
