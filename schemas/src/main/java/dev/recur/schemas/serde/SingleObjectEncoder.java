package dev.recur.schemas.serde;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Values as local stores keep them, for {@link SingleObjectDecoder}: the bytes that the generated
 * class's own encoder makes. Safe for many threads.
 */
public final class SingleObjectEncoder<T extends SpecificRecord> {

  private final RecordEncoder encoder;

  /** Writes values of a generated class, with the schema it was generated from. */
  public SingleObjectEncoder(Class<T> type) {
    Schema schema = SpecificData.getForClass(type).getSchema(type);
    byte[] head =
        ByteBuffer.allocate(SingleObjectDecoder.HEAD_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(SingleObjectDecoder.MARK)
            .putLong(SchemaNormalization.parsingFingerprint64(schema))
            .array();
    this.encoder = new RecordEncoder(head, schema);
  }

  /**
   * The value's bytes.
   *
   * @throws RuntimeException Avro's own, when the value does not fit the schema: a bug
   */
  public byte[] encode(T value) {
    return encoder.encode(value);
  }
}
