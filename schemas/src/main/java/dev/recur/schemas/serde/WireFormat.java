package dev.recur.schemas.serde;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Confluent's wire format: what stands before the Avro bytes. */
final class WireFormat {

  /** First byte of every record. */
  static final byte MAGIC = 0x00;

  /** Bytes before the value: the first byte and the schema's id. */
  static final int HEADER_BYTES = 1 + Integer.BYTES;

  private WireFormat() {}

  /** Subject of a topic's values or keys (TopicNameStrategy). */
  static String subject(String topic, boolean isKey) {
    return topic + (isKey ? "-key" : "-value");
  }

  static void writeHeader(ByteArrayOutputStream out, int id) {
    out.writeBytes(ByteBuffer.allocate(HEADER_BYTES).put(MAGIC).putInt(id).array());
  }

  /**
   * The id of the schema the record was written with.
   *
   * @throws UndecodableRecordException when the record is too short or of another format
   */
  static int schemaId(byte[] bytes) {
    if (bytes.length < HEADER_BYTES) {
      throw new UndecodableRecordException(
          "The record has %d bytes, but a schema id alone needs %d: write it with a serializer for Confluent's wire format."
              .formatted(bytes.length, HEADER_BYTES),
          null);
    }
    if (bytes[0] != MAGIC) {
      throw new UndecodableRecordException(
          "The record begins with byte %d, not 0: write it with a serializer for Confluent's wire format."
              .formatted(bytes[0]),
          null);
    }
    return ByteBuffer.wrap(bytes).getInt(1);
  }
}
