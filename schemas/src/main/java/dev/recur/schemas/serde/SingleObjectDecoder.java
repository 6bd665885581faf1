package dev.recur.schemas.serde;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.FastReaderBuilder;
import org.apache.avro.message.MissingSchemaException;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Values as local stores keep them, in Avro's single-object encoding: two bytes that say so, the
 * fingerprint of the schema they were written with, the value. Avro's own decoder believes every
 * length it reads, so that a few broken bytes would end the process for want of memory at every
 * start; here nothing is longer than the bytes there are. Safe for many threads.
 */
public final class SingleObjectDecoder<T extends SpecificRecord> {

  static final byte[] MARK = {(byte) 0xc3, 1};
  static final int HEAD_BYTES = MARK.length + Long.BYTES;

  private final Class<T> type;
  private final Map<Long, DatumReader<T>> readers = new ConcurrentHashMap<>();

  /** Reads what this release writes. */
  public SingleObjectDecoder(Class<T> type) {
    this.type = type;
    add(SpecificData.getForClass(type).getSchema(type));
  }

  /**
   * The same, and what earlier releases wrote.
   *
   * @param earlier the schemas they wrote with
   */
  public SingleObjectDecoder(Class<T> type, List<Schema> earlier) {
    this(type);
    earlier.forEach(this::add);
  }

  /** Reads also what was written with this schema. */
  public void add(Schema written) {
    SpecificData data = SpecificData.getForClass(type);
    try {
      readers.put(
          SchemaNormalization.parsingFingerprint64(written),
          new FastReaderBuilder(data).createDatumReader(written, data.getSchema(type)));
    } catch (IOException e) {
      throw new AvroRuntimeException(
          "A schema that " + type.getSimpleName() + " was written with cannot be read by it.", e);
    }
  }

  /**
   * The value.
   *
   * @throws MissingSchemaException when it was written with a schema that is not known here
   * @throws AvroRuntimeException when the bytes are no value
   */
  public T decode(byte[] bytes) {
    if (bytes.length < HEAD_BYTES || bytes[0] != MARK[0] || bytes[1] != MARK[1]) {
      throw broken(bytes, null);
    }
    long fingerprint = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(MARK.length);
    DatumReader<T> reader = readers.get(fingerprint);
    if (reader == null) {
      throw new MissingSchemaException(
          "No release up to this one wrote a %s with the schema %016x."
              .formatted(type.getSimpleName(), fingerprint));
    }
    int length = bytes.length - HEAD_BYTES;
    BinaryDecoder binary = DecoderFactory.get().binaryDecoder(bytes, HEAD_BYTES, length, null);
    T value;
    boolean atEnd;
    try {
      value = reader.read(null, new BoundedDecoder(binary, length));
      atEnd = binary.isEnd();
    } catch (IOException | RuntimeException e) {
      throw broken(bytes, e);
    }
    if (!atEnd) {
      throw broken(bytes, null);
    }
    return value;
  }

  private AvroRuntimeException broken(byte[] bytes, @Nullable Exception cause) {
    return new AvroRuntimeException(
        "The %d stored bytes are no %s.".formatted(bytes.length, type.getSimpleName()), cause);
  }
}
