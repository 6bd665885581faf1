package dev.recur.schemas.history;

import dev.recur.schemas.topic.Compatibility;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidatorBuilder;

/** What a schema must be, and what its versions owe each other. Each answer lists what is wrong. */
final class SchemaRules {

  private SchemaRules() {}

  /**
   * Checks a version against those before it.
   *
   * @param earlier oldest first
   */
  static List<String> evolution(Schema schema, List<Schema> earlier, Compatibility asked) {
    List<Schema> against =
        switch (asked) {
          case FULL_TRANSITIVE -> earlier;
          case FULL -> earlier.isEmpty() ? earlier : List.of(earlier.getLast());
        };
    List<String> wrong = new ArrayList<>();
    for (Schema other : against) {
      wrong.addAll(cannotRead(schema, other));
      wrong.addAll(cannotRead(other, schema));
    }
    try {
      new SchemaValidatorBuilder().mutualReadStrategy().validateAll().validate(schema, against);
    } catch (SchemaValidationException e) {
      wrong.add(String.valueOf(e.getMessage()));
    }
    return wrong;
  }

  /** What registries ask too; it says where and why. */
  private static List<String> cannotRead(Schema reader, Schema writer) {
    var answer = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
    return answer.getType() == SchemaCompatibilityType.COMPATIBLE
        ? List.of()
        : answer.getResult().getIncompatibilities().stream().map(Object::toString).toList();
  }

  /** Checks one version by itself. */
  static List<String> shape(Schema schema) {
    List<String> wrong = new ArrayList<>();
    shape(schema, schema.getFullName(), wrong, new HashSet<>());
    return wrong;
  }

  private static void shape(Schema schema, String where, List<String> wrong, Set<String> seen) {
    switch (schema.getType()) {
      case RECORD -> {
        if (seen.add(schema.getFullName())) {
          record(schema, wrong, seen);
        }
      }
      case ENUM -> {
        if (schema.getEnumDefault() == null) {
          wrong.add(schema.getName() + " needs a default: its first reader meets later symbols");
        }
      }
      case ARRAY -> shape(schema.getElementType(), where, wrong, seen);
      case MAP -> shape(schema.getValueType(), where, wrong, seen);
      case UNION -> {
        if (schema.getTypes().size() != 2 || !schema.isNullable()) {
          wrong.add(where + " is a union of types: make it a nullable field per type");
        }
        schema.getTypes().forEach(type -> shape(type, where, wrong, seen));
      }
      default -> {
        // No more to ask of a primitive.
      }
    }
  }

  private static void record(Schema schema, List<String> wrong, Set<String> seen) {
    if (schema.getDoc() == null) {
      wrong.add(schema.getName() + " needs a doc");
    }
    for (Schema.Field field : schema.getFields()) {
      String where = schema.getName() + "." + field.name();
      if (field.doc() == null) {
        wrong.add(where + " needs a doc");
      }
      boolean nullDefault = JsonProperties.NULL_VALUE.equals(field.defaultVal());
      if (field.schema().isNullable() && !nullDefault) {
        wrong.add(where + " is nullable and needs null as its default");
      }
      shape(field.schema(), where, wrong, seen);
    }
  }
}
