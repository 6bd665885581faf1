package dev.recur.schemas.serde;

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

  /** What stands before a value that was written with the schema of this id. */
  static byte[] header(int id) {
    return ByteBuffer.allocate(HEADER_BYTES).put(MAGIC).putInt(id).array();
  }

  /**
   * The id of the schema the record was written with.
   *
   * @throws UndecodableRecordException when the record is too short, of another format, or without
   *     a true id
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
    int id = ByteBuffer.wrap(bytes).getInt(1);
    if (id < 1) {
      // Not left to the registry: what it says to an id that cannot be is its own affair.
      throw new UndecodableRecordException(
          "The record names schema id %d, but ids begin with 1: write it with a serializer for Confluent's wire format."
              .formatted(id),
          null);
    }
    return id;
  }
}
