package dev.recur.local.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.charset.StandardCharsets;

/** JSON as it is written here: UTF-8, times in ISO 8601, absent fields as null. */
public final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /** The mapper, for what the methods here do not do. */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /** A value as JSON, on one line. */
  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot be written as JSON: " + value.getClass(), e);
    }
  }

  /**
   * JSON that this program wrote itself.
   *
   * @throws IllegalArgumentException when it is no JSON
   */
  public static JsonNode read(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * A JSON object that somebody else wrote.
   *
   * @throws BadRequestException when it is no JSON object
   */
  public static JsonNode readObject(byte[] body) {
    try {
      JsonNode node = MAPPER.readTree(new String(body, StandardCharsets.UTF_8));
      if (node.isObject()) {
        return node;
      }
    } catch (JsonProcessingException e) {
      // Where, and not the parser's own words: they talk of its settings.
      throw new BadRequestException(
          400,
          "The body is no JSON"
              + (e.getLocation() == null
                  ? ""
                  : ": look at line %d, column %d"
                      .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr())));
    }
    throw new BadRequestException(400, "The body is no JSON object");
  }
}
