package dev.recur.schemas.serde;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.shaded.org.apache.avro.Schema;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericDatumReader;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericDatumWriter;
import org.apache.flink.avro.shaded.org.apache.avro.io.BinaryEncoder;
import org.apache.flink.avro.shaded.org.apache.avro.io.DecoderFactory;
import org.apache.flink.avro.shaded.org.apache.avro.io.EncoderFactory;
import org.apache.flink.formats.avro.registry.confluent.ConfluentSchemaRegistryCoder;

/** Somebody else's reader and writer of the wire format: Flink's coder, Confluent's client. */
public final class GenuineCoder {

  private final ConfluentSchemaRegistryCoder coder;

  /** A coder of one subject. */
  public GenuineCoder(String registryUrl, String subject) {
    this.coder =
        new ConfluentSchemaRegistryCoder(subject, new CachedSchemaRegistryClient(registryUrl, 100));
  }

  /** A record as it was read: the writer's schema, the value under it, what was not read. */
  public record Read(Schema avroSchema, Object value, int bytesLeft) {
    /** The writer's schema as text. */
    public String schema() {
      return avroSchema.toString();
    }
  }

  /** Reads a record as its writer's schema says. */
  public Read read(byte[] bytes) throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    Schema schema = coder.readSchema(in);
    Object value =
        new GenericDatumReader<>(schema)
            .read(null, DecoderFactory.get().directBinaryDecoder(in, null));
    return new Read(schema, value, in.available());
  }

  /** Writes what was read. */
  public byte[] write(Read read) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    coder.writeSchema(read.avroSchema(), out);
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<>(read.avroSchema()).write(read.value(), encoder);
    encoder.flush();
    return out.toByteArray();
  }
}
