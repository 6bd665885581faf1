package dev.recur.schemas.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes values of one schema under one id. Safe for use by many threads.
 *
 * @param id id of the schema that the bytes obey
 * @param own writes with the schema of the value's class
 * @param latest the schema to bring the bytes into; null when it is the class's own
 */
record ValueWriter(int id, DatumWriter<SpecificRecord> own, @Nullable Rewrite latest) {

  private record Rewrite(Schema from, Schema to) {}

  /**
   * Finds the id to write under, in Confluent's order: register if allowed, else the latest version
   * if wanted, else the schema as it is.
   *
   * @throws RegistryUnavailableException when there is none: the deploy step has not been run
   */
  static ValueWriter of(
      RegistryClient registry, SerdeConfig config, String subject, Schema schema) {
    DatumWriter<SpecificRecord> own =
        new SpecificDatumWriter<>(schema, SpecificData.getForSchema(schema));
    try {
      if (config.getBoolean(SerdeConfig.AUTO_REGISTER)) {
        return new ValueWriter(registry.register(subject, schema), own, null);
      }
      if (config.getBoolean(SerdeConfig.USE_LATEST_VERSION)) {
        return withLatest(registry.latest(subject), own, subject, schema);
      }
      return new ValueWriter(registry.lookUp(subject, schema), own, null);
    } catch (RegistryRefusedException | UnsupportedSchemaException e) {
      throw new RegistryUnavailableException(
          "There is no id to write %s under in subject %s: run the deploy step that registers the schemas. %s"
              .formatted(schema.getFullName(), subject, e.getMessage()),
          e);
    }
  }

  private static ValueWriter withLatest(
      RegisteredSchema latest, DatumWriter<SpecificRecord> own, String subject, Schema schema) {
    if (SchemaNormalization.toParsingForm(latest.schema())
        .equals(SchemaNormalization.toParsingForm(schema))) {
      return new ValueWriter(latest.id(), own, null);
    }
    if (SchemaCompatibility.checkReaderWriterCompatibility(latest.schema(), schema).getType()
        != SchemaCompatibilityType.COMPATIBLE) {
      throw new UnsupportedSchemaException(
          "Version %d of %s cannot read what this program writes."
              .formatted(latest.version(), subject),
          null);
    }
    return new ValueWriter(latest.id(), own, new Rewrite(schema, latest.schema()));
  }

  void write(SpecificRecord value, OutputStream out) throws IOException {
    if (latest == null) {
      encode(own, value, out);
      return;
    }
    // By way of Avro's own resolution: fields are matched by name, new ones get their default.
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    encode(own, value, bytes);
    GenericRecord resolved =
        new GenericDatumReader<GenericRecord>(latest.from(), latest.to())
            .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
    encode(new GenericDatumWriter<>(latest.to()), resolved, out);
  }

  private static <T> void encode(DatumWriter<T> writer, T value, OutputStream out)
      throws IOException {
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    writer.write(value, encoder);
    encoder.flush();
  }
}
