package dev.recur.schemas.serde;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Values of one generated class to the bytes that Avro's own writer makes of them. That one asks
 * the schema anew for every field of every value; here it is asked once. Safe for many threads.
 */
final class RecordEncoder {

  /** Room for whatever came last, and a little more: most values of a class are about as long. */
  private static final int SPARE_BYTES = 32;

  private static final int BYTES_AT_FIRST = 256;

  /** Writes a value of one schema. */
  @FunctionalInterface
  private interface Step {
    void write(@Nullable Object value, AvroBytes out);
  }

  private final byte[] head;
  private final SpecificData data;
  private final SpecificDatumWriter<SpecificRecord> avros;
  private final Step step;

  /** How long the last one was. Which one counts as the last does not matter. */
  private volatile int bytesOfLast = BYTES_AT_FIRST;

  /**
   * An encoder.
   *
   * @param head what stands before each value's bytes
   * @param schema of a generated class, as the class has it
   */
  RecordEncoder(byte[] head, Schema schema) {
    this.head = head.clone();
    this.data = SpecificData.getForSchema(schema);
    this.avros = new SpecificDatumWriter<>(schema, data);
    this.step = step(schema, new HashMap<>());
  }

  /**
   * The value's bytes, after the head.
   *
   * @throws RuntimeException Avro's own, when the value does not fit the schema
   */
  byte[] encode(SpecificRecord value) {
    AvroBytes out = new AvroBytes(head.length + bytesOfLast + SPARE_BYTES);
    out.raw(head);
    try {
      step.write(value, out);
    } catch (RuntimeException _) {
      // Avro's own writer says which field it is.
      out = new AvroBytes(BYTES_AT_FIRST);
      out.raw(head);
      out.byAvro(avros, value);
    }
    byte[] bytes = out.toByteArray();
    bytesOfLast = bytes.length - head.length;
    return bytes;
  }

  private Step step(Schema schema, Map<String, Fields> known) {
    if (schema.getLogicalType() != null) {
      return schema.getLogicalType() instanceof LogicalTypes.TimestampMillis
          ? (value, out) -> out.number(as(Instant.class, value).toEpochMilli())
          : byAvro(schema);
    }
    return switch (schema.getType()) {
      case RECORD -> fields(schema, known);
      case UNION -> union(schema, known);
      case ARRAY -> items(step(schema.getElementType(), known));
      case MAP -> entries(step(schema.getValueType(), known));
      case ENUM -> symbol(schema);
      case STRING -> (value, out) -> out.text(as(CharSequence.class, value).toString());
      case BYTES -> (value, out) -> out.bytes(as(ByteBuffer.class, value));
      case INT -> (value, out) -> out.number(as(Integer.class, value));
      case LONG -> (value, out) -> out.number(as(Long.class, value));
      case BOOLEAN -> (value, out) -> out.bool(as(Boolean.class, value));
      case FIXED, FLOAT, DOUBLE, NULL -> byAvro(schema);
    };
  }

  private static <T> T as(Class<T> type, @Nullable Object value) {
    return type.cast(Objects.requireNonNull(value));
  }

  /**
   * A constant is written as its number in the schema, which need not be its place in the class.
   */
  private Step symbol(Schema schema) {
    IdentityHashMap<Object, Integer> numbers = new IdentityHashMap<>();
    for (Object constant : Objects.requireNonNull(data.getClass(schema)).getEnumConstants()) {
      numbers.put(constant, schema.getEnumOrdinal(((Enum<?>) constant).name()));
    }
    return (value, out) -> out.number(as(Integer.class, numbers.get(value)));
  }

  private Step byAvro(Schema schema) {
    SpecificDatumWriter<Object> writer = new SpecificDatumWriter<>(schema, data);
    return (value, out) -> out.byAvro(writer, value);
  }

  private Step fields(Schema schema, Map<String, Fields> known) {
    Fields before = known.get(schema.getFullName());
    if (before != null) {
      return before;
    }
    List<Schema.Field> fields = schema.getFields();
    Fields made = new Fields(new Step[fields.size()]);
    // Before its fields are looked at, for one of them may be such a record again.
    known.put(schema.getFullName(), made);
    for (Schema.Field field : fields) {
      made.steps[field.pos()] = step(field.schema(), known);
    }
    return made;
  }

  /** Something that may be absent; nothing else is a union here. */
  private Step union(Schema schema, Map<String, Fields> known) {
    List<Schema> branches = schema.getTypes();
    Integer absent = schema.getIndexNamed("null");
    if (branches.size() != 2 || absent == null) {
      return byAvro(schema);
    }
    int present = 1 - absent;
    Step step = step(branches.get(present), known);
    return (value, out) -> {
      if (value == null) {
        out.number(absent);
      } else {
        out.number(present);
        step.write(value, out);
      }
    };
  }

  private static Step items(Step item) {
    return (value, out) -> {
      Collection<?> items = as(Collection.class, value);
      out.count(items.size());
      for (Object next : items) {
        item.write(next, out);
      }
      out.endIfAny(items.size());
    };
  }

  private static Step entries(Step entry) {
    return (value, out) -> {
      Map<?, ?> entries = as(Map.class, value);
      out.count(entries.size());
      for (Map.Entry<?, ?> next : entries.entrySet()) {
        out.text(as(CharSequence.class, next.getKey()).toString());
        entry.write(next.getValue(), out);
      }
      out.endIfAny(entries.size());
    };
  }

  /** A record: its fields, one after the other. */
  private static final class Fields implements Step {
    private final Step[] steps;

    Fields(Step[] steps) {
      this.steps = steps;
    }

    @Override
    public void write(@Nullable Object value, AvroBytes out) {
      SpecificRecord fields = as(SpecificRecord.class, value);
      for (int i = 0; i < steps.length; i++) {
        steps[i].write(fields.get(i), out);
      }
    }
  }
}
