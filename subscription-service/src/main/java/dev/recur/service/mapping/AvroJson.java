package dev.recur.service.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micronaut.json.tree.JsonNode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records as JSON under the names of their schema: times as ISO 8601 in UTC, enums by name, bytes
 * as the UTF-8 text that they are; absent fields are left out.
 */
public final class AvroJson {

  private AvroJson() {}

  /**
   * A record as JSON.
   *
   * @param hidden what is left out at every depth: names of fields, or of a record, a dot and its
   *     field
   */
  public static JsonNode of(IndexedRecord record, Set<String> hidden) {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    for (Schema.Field field : record.getSchema().getFields()) {
      Object value = record.get(field.pos());
      boolean shown =
          !hidden.contains(field.name())
              && !hidden.contains(record.getSchema().getName() + "." + field.name());
      if (value != null && shown) {
        fields.put(field.name(), value(value, hidden));
      }
    }
    return JsonNode.createObjectNode(fields);
  }

  private static JsonNode value(@Nullable Object value, Set<String> hidden) {
    return switch (value) {
      case null -> JsonNode.nullNode();
      case IndexedRecord record -> of(record, hidden);
      case List<?> list ->
          JsonNode.createArrayNode(list.stream().map(each -> value(each, hidden)).toList());
      case Boolean flag -> JsonNode.createBooleanNode(flag);
      case Integer number -> JsonNode.createNumberNode(number);
      case Long number -> JsonNode.createNumberNode(number);
      case ByteBuffer bytes ->
          JsonNode.createStringNode(UTF_8.decode(bytes.duplicate()).toString());
      case Instant time -> JsonNode.createStringNode(time.toString());
      case CharSequence text -> JsonNode.createStringNode(text.toString());
      case Enum<?> name -> JsonNode.createStringNode(name.name());
      default ->
          throw new IllegalStateException(
              "No field of ours has a " + value.getClass().getName() + ": say here how it reads.");
    };
  }
}
