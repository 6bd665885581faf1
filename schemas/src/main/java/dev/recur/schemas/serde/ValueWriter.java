package dev.recur.schemas.serde;

import java.io.IOException;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes values of one schema under one id. Safe for use by many threads.
 *
 * @param own writes with the schema of the value's class, and the id before it
 * @param latest the schema to bring the bytes into; null when it is the class's own
 */
record ValueWriter(RecordEncoder own, @Nullable Rewrite latest) {

  private record Rewrite(Schema from, Schema to) {}

  /**
   * Finds the id to write under, in Confluent's order: register if allowed, else the latest version
   * if wanted, else the schema as it is.
   *
   * @throws RegistryUnavailableException when there is none: the deploy step has not been run
   */
  static ValueWriter of(
      RegistryClient registry, SerdeConfig config, String subject, Schema schema) {
    try {
      if (config.getBoolean(SerdeConfig.AUTO_REGISTER)) {
        return under(registry.register(subject, schema), schema, null);
      }
      if (config.getBoolean(SerdeConfig.USE_LATEST_VERSION)) {
        return withLatest(registry.latest(subject), subject, schema);
      }
      return under(registry.lookUp(subject, schema), schema, null);
    } catch (RegistryRefusedException | UnsupportedSchemaException e) {
      throw new RegistryUnavailableException(
          "There is no id to write %s under in subject %s: run the deploy step that registers the schemas. %s"
              .formatted(schema.getFullName(), subject, e.getMessage()),
          e);
    }
  }

  private static ValueWriter withLatest(RegisteredSchema latest, String subject, Schema schema) {
    if (SchemaNormalization.toParsingForm(latest.schema())
        .equals(SchemaNormalization.toParsingForm(schema))) {
      return under(latest.id(), schema, null);
    }
    if (SchemaCompatibility.checkReaderWriterCompatibility(latest.schema(), schema).getType()
        != SchemaCompatibilityType.COMPATIBLE) {
      throw new UnsupportedSchemaException(
          "Version %d of %s cannot read what this program writes."
              .formatted(latest.version(), subject),
          null);
    }
    return under(latest.id(), schema, new Rewrite(schema, latest.schema()));
  }

  private static ValueWriter under(int id, Schema schema, @Nullable Rewrite latest) {
    return new ValueWriter(new RecordEncoder(WireFormat.header(id), schema), latest);
  }

  byte[] encode(SpecificRecord value) throws IOException {
    byte[] bytes = own.encode(value);
    if (latest == null) {
      return bytes;
    }
    // By way of Avro's own resolution: fields are matched by name, new ones get their default.
    int headBytes = WireFormat.HEADER_BYTES;
    GenericRecord resolved =
        new GenericDatumReader<GenericRecord>(latest.from(), latest.to())
            .read(
                null,
                DecoderFactory.get()
                    .binaryDecoder(bytes, headBytes, bytes.length - headBytes, null));
    AvroBytes out = new AvroBytes(bytes.length);
    out.raw(Arrays.copyOf(bytes, headBytes));
    out.byAvro(new GenericDatumWriter<>(latest.to()), resolved);
    return out.toByteArray();
  }
}
