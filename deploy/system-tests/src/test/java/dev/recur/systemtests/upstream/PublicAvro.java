package dev.recur.systemtests.upstream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/**
 * Records of a schema that the registry gave, in its wire format: a zero, the schema's id in four
 * bytes, the record.
 *
 * @param id the schema's id in the registry
 */
record PublicAvro(Schema schema, int id) {

  private static final int HEADER_BYTES = 1 + Integer.BYTES;

  static PublicAvro of(String schema, int id) {
    return new PublicAvro(new Schema.Parser().parse(schema), id);
  }

  /** A record of these fields, and of the defaults of all others. */
  byte[] encode(Map<String, Object> fields) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0);
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(id).array());
    try {
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
      new GenericDatumWriter<>(schema).write(value(schema, fields), encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("Writing into memory does not fail.", e);
    }
    return out.toByteArray();
  }

  /** A record that was written with the same schema. */
  GenericRecord decode(byte[] bytes) {
    int writer = ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
    if (writer != id) {
      throw new IllegalStateException("Written with schema " + writer + " and not with " + id);
    }
    try {
      return new GenericDatumReader<GenericRecord>(schema)
          .read(
              null,
              DecoderFactory.get()
                  .binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object value(Schema schema, Object value) {
    return switch (schema.getType()) {
      case RECORD -> {
        GenericRecordBuilder record = new GenericRecordBuilder(schema);
        ((Map<?, ?>) value)
            .forEach(
                (name, field) -> {
                  Schema.Field of = schema.getField((String) name);
                  if (of == null) {
                    throw new IllegalArgumentException(schema.getName() + " has no " + name);
                  }
                  record.set(of, value(of.schema(), field));
                });
        yield record.build();
      }
      // Ours are all of null and one more.
      case UNION -> value(schema.getTypes().getLast(), value);
      case ENUM -> new GenericData.EnumSymbol(schema, value);
      default -> value;
    };
  }
}
