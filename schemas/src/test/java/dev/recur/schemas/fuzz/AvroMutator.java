package dev.recur.schemas.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Changes values inside Avro's binary encoding of one schema: what comes out is always a value of
 * the schema, and mostly one that no program of ours would write.
 */
public final class AvroMutator implements Mutator {

  /** Without logical types: times are numbers here, and any number is one. */
  private static final GenericData DATA = new GenericData();

  private static final int DEPTH_MAX = 4;
  private static final int COPIES_MAX = 300;

  private final Schema schema;

  /** Changes values of a schema. */
  public AvroMutator(Schema schema) {
    this.schema = schema;
  }

  /** A value in the tree, and how to put another one in its place. */
  private record Place(Schema schema, @Nullable Object value, Consumer<@Nullable Object> put) {

    boolean isSet() {
      return value != null;
    }
  }

  /**
   * @throws UncheckedIOException when the input is no value of the schema
   */
  @Override
  public byte[] mutate(byte[] input, RandomGenerator random) {
    Object value = read(input);
    List<Place> places = new ArrayList<>();
    collect(schema, value, places);
    // Most of what may be there is not: what is there leads further than what comes to it.
    List<Place> set = places.stream().filter(Place::isSet).toList();
    List<Place> among = set.isEmpty() || random.nextInt(6) == 0 ? places : set;
    if (!among.isEmpty()) {
      Place place = among.get(random.nextInt(among.size()));
      place.put().accept(other(place.schema(), place.value(), random, 0));
    }
    return write(value);
  }

  /** A value's bytes, as this reads them. */
  public byte[] write(@Nullable Object value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    try {
      new GenericDatumWriter<@Nullable Object>(schema, DATA).write(value, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private Object read(byte[] input) {
    try {
      return new GenericDatumReader<Object>(schema, schema, DATA)
          .read(null, DecoderFactory.get().binaryDecoder(input, null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void collect(Schema schema, @Nullable Object value, List<Place> places) {
    switch (schema.getType()) {
      case RECORD -> {
        GenericData.Record record = (GenericData.Record) value;
        if (record == null) {
          return;
        }
        for (Schema.Field field : schema.getFields()) {
          Object there = record.get(field.pos());
          places.add(new Place(field.schema(), there, put -> record.put(field.pos(), put)));
          collect(field.schema(), there, places);
        }
      }
      case ARRAY -> {
        @SuppressWarnings("unchecked") // an array of this schema
        List<@Nullable Object> list = (List<@Nullable Object>) value;
        for (int i = 0; list != null && i < list.size(); i++) {
          int at = i;
          places.add(new Place(schema.getElementType(), list.get(i), put -> list.set(at, put)));
          collect(schema.getElementType(), list.get(i), places);
        }
      }
      case UNION -> {
        if (value != null) {
          collect(schema.getTypes().get(DATA.resolveUnion(schema, value)), value, places);
        }
      }
      default -> {
        // A leaf; its place is its parent's.
      }
    }
  }

  private static @Nullable Object other(
      Schema schema, @Nullable Object value, RandomGenerator random, int depth) {
    return switch (schema.getType()) {
      case RECORD -> {
        GenericData.Record record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
          record.put(field.pos(), other(field.schema(), null, random, depth + 1));
        }
        yield record;
      }
      case ARRAY -> array(schema, value, random, depth);
      case UNION -> {
        List<Schema> types = schema.getTypes();
        boolean isDeep = depth > DEPTH_MAX;
        Schema type = isDeep ? types.getFirst() : types.get(random.nextInt(types.size()));
        yield other(type, value, random, depth + 1);
      }
      case ENUM -> {
        List<String> symbols = schema.getEnumSymbols();
        yield new GenericData.EnumSymbol(schema, symbols.get(random.nextInt(symbols.size())));
      }
      case STRING -> text(value, random);
      case BYTES -> {
        byte[] bytes = new byte[random.nextInt(64)];
        random.nextBytes(bytes);
        yield ByteBuffer.wrap(bytes);
      }
      case INT -> (int) number(value, random);
      case LONG -> number(value, random);
      case BOOLEAN -> random.nextBoolean();
      case NULL -> null;
      case MAP -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0 && depth <= DEPTH_MAX; i--) {
          map.put(Hostile.text(random), other(schema.getValueType(), null, random, depth + 1));
        }
        yield map;
      }
      case FIXED, FLOAT, DOUBLE ->
          throw new IllegalArgumentException("No schema here has a " + schema.getType() + " yet.");
    };
  }

  private static Object array(
      Schema schema, @Nullable Object value, RandomGenerator random, int depth) {
    List<@Nullable Object> list = new ArrayList<>();
    if (value instanceof List<?> before && !before.isEmpty() && random.nextBoolean()) {
      for (int i = random.nextInt(COPIES_MAX); i >= 0; i--) {
        list.add(before.get(random.nextInt(before.size())));
      }
    } else {
      for (int i = random.nextInt(3); i > 0 && depth <= DEPTH_MAX; i--) {
        list.add(other(schema.getElementType(), null, random, depth + 1));
      }
    }
    return list;
  }

  private static long number(@Nullable Object value, RandomGenerator random) {
    return value instanceof Number near && random.nextInt(4) == 0
        ? near.longValue() + random.nextInt(-2, 3)
        : Hostile.number(random);
  }

  private static String text(@Nullable Object value, RandomGenerator random) {
    String before = value == null ? "" : value.toString();
    return switch (random.nextInt(6)) {
      case 0 -> before + Hostile.text(random);
      case 1 -> before.substring(0, before.length() / 2);
      case 2 -> before.toLowerCase(Locale.ROOT);
      default -> Hostile.text(random);
    };
  }
}
