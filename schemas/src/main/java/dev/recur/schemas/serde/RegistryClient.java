package dev.recur.schemas.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.recur.schemas.topic.Compatibility;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Confluent's schema registry protocol, as far as Recur needs it: Avro schemas without references.
 * Every answer that can never change is remembered, so a warm process does not need the registry.
 *
 * <p>Safe for use by many threads. All methods throw {@link RegistryRefusedException} when the
 * registry says no, and {@link RegistryUnavailableException} when it gives no usable answer after
 * bounded retries; see {@link SerdeConfig} for the bounds.
 */
public final class RegistryClient implements AutoCloseable {

  private final RegistryHttp http;
  private final int retryWaitMs;
  private final Cache<Integer, Schema> schemas;
  private final Cache<SubjectSchema, Integer> ids;
  private final Cache<Integer, String> unknownIds;

  private record SubjectSchema(String subject, Schema schema) {}

  private RegistryClient(SerdeConfig config) {
    this.http = new RegistryHttp(config);
    this.retryWaitMs = config.getInt(SerdeConfig.RETRY_WAIT_MS);
    int schemasMax = config.getInt(SerdeConfig.SCHEMAS_MAX);
    this.schemas = Caffeine.newBuilder().maximumSize(schemasMax).build();
    this.ids = Caffeine.newBuilder().maximumSize(schemasMax).build();
    this.unknownIds =
        Caffeine.newBuilder()
            .maximumSize(schemasMax)
            .expireAfterWrite(Duration.ofSeconds(config.getInt(SerdeConfig.MISSING_ID_SECONDS)))
            .build();
  }

  /**
   * A client for the registry that the configuration names.
   *
   * @param config see {@link SerdeConfig}
   */
  public static RegistryClient from(Map<String, ?> config) {
    return new RegistryClient(new SerdeConfig(config));
  }

  /**
   * Makes sure that the subject has the schema, as a new version if need be.
   *
   * @return the schema's id
   * @throws RegistryRefusedException with status 409 when the schema is not compatible with the
   *     versions before it
   */
  public int register(String subject, Schema schema) {
    return ids.get(
        new SubjectSchema(subject, schema),
        _ ->
            id(
                http.send(
                    "POST", subjectPath(subject) + "/versions?normalize=false", body(schema))));
  }

  /**
   * The id of a schema that the subject must have already.
   *
   * @throws RegistryRefusedException with code {@link RegistryRefusedException#SUBJECT_NOT_FOUND}
   *     or {@link RegistryRefusedException#SCHEMA_NOT_FOUND} when it does not
   */
  public int lookUp(String subject, Schema schema) {
    return ids.get(
        new SubjectSchema(subject, schema),
        _ ->
            id(
                http.send(
                    "POST",
                    subjectPath(subject) + "?normalize=false&deleted=false",
                    body(schema))));
  }

  /**
   * The schema that has this id.
   *
   * @param subject where it is met; a registry may let only readers of that subject see it
   * @throws RegistryRefusedException with code {@link RegistryRefusedException#SCHEMA_NOT_FOUND}
   *     when no schema has it
   * @throws UnsupportedSchemaException when it is not a self-contained Avro schema
   */
  public Schema schemaById(int id, String subject) {
    @Nullable String unknown = unknownIds.getIfPresent(id);
    if (unknown != null) {
      throw new RegistryRefusedException(unknown, 404, RegistryRefusedException.SCHEMA_NOT_FOUND);
    }
    return schemas.get(id, wanted -> fetch(wanted, subject));
  }

  private Schema fetch(int id, String subject) {
    String path = "/schemas/ids/" + id + "?fetchMaxId=false&subject=" + segment(subject);
    try {
      return schema(http.send("GET", path, null));
    } catch (RegistryRefusedException e) {
      if (e.errorCode() != RegistryRefusedException.SCHEMA_NOT_FOUND) {
        throw e;
      }
    }
    // A registry of several instances may need a moment until all know what one was told.
    http.pause(retryWaitMs);
    try {
      return schema(http.send("GET", path, null));
    } catch (RegistryRefusedException e) {
      if (e.errorCode() == RegistryRefusedException.SCHEMA_NOT_FOUND) {
        unknownIds.put(id, String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  /**
   * The subject's latest version; never from a cache.
   *
   * @throws UnsupportedSchemaException when it is not a self-contained Avro schema
   */
  public RegisteredSchema latest(String subject) {
    JsonNode answer = http.send("GET", subjectPath(subject) + "/versions/latest", null);
    return new RegisteredSchema(id(answer), number(answer, "version"), schema(answer));
  }

  /** Sets what the subject's next version will owe the versions before it. */
  public void setCompatibility(String subject, Compatibility compatibility) {
    JsonNode body =
        JsonNodeFactory.instance.objectNode().put("compatibility", compatibility.name());
    http.send("PUT", "/config/" + segment(subject), body);
  }

  /** The subject's own compatibility level, for example {@code FULL_TRANSITIVE}. */
  public String compatibility(String subject) {
    return text(
        http.send("GET", "/config/" + segment(subject) + "?defaultToGlobal=false", null),
        "compatibilityLevel");
  }

  private static String subjectPath(String subject) {
    return "/subjects/" + segment(subject);
  }

  private static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static JsonNode body(Schema schema) {
    return JsonNodeFactory.instance.objectNode().put("schema", schema.toString());
  }

  private static int id(JsonNode answer) {
    return number(answer, "id");
  }

  /** Ids and versions count from 1: under any other nobody would find what was written with it. */
  private static int number(JsonNode answer, String field) {
    JsonNode value = answer.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1) {
      throw noAnswer(field);
    }
    return value.intValue();
  }

  private static String text(JsonNode answer, String field) {
    @Nullable String value = answer.path(field).textValue();
    if (value == null) {
      throw noAnswer(field);
    }
    return value;
  }

  private static RegistryUnavailableException noAnswer(String field) {
    return new RegistryUnavailableException(
        "The schema registry's answer has no %s: correct %s, base path included."
            .formatted(field, SerdeConfig.REGISTRY_URL),
        null);
  }

  private static Schema schema(JsonNode answer) {
    String type = answer.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw new UnsupportedSchemaException("The schema is " + Brief.of(type) + ", not AVRO.", null);
    }
    if (!answer.path("references").isEmpty()) {
      throw new UnsupportedSchemaException(
          "The schema refers to other schemas, which is not supported: register it in one piece.",
          null);
    }
    String text = text(answer, "schema");
    try {
      return new Schema.Parser().parse(text);
    } catch (RuntimeException e) {
      // A schema can be wrong in more ways than Avro has exceptions of its own.
      throw new UnsupportedSchemaException("The schema is no valid Avro: " + Brief.of(e), e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
