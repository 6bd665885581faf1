package dev.recur.schemas.serde;

import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import org.apache.avro.specific.SpecificData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deploy step that makes the registry know the language of the topics. It can be repeated, and
 * must have been run before a service of a new release starts.
 */
public final class SchemaRegistration {

  private static final Logger LOG = LoggerFactory.getLogger(SchemaRegistration.class);

  private SchemaRegistration() {}

  /**
   * Sets the compatibility of every topic's subject, then registers the schema of its values, so
   * that a change that breaks an earlier version is refused here and not met by a reader.
   *
   * @throws RegistryRefusedException with status 409 when a schema is not compatible with the
   *     versions before it; topics before it in the catalogue are then registered already
   * @throws RegistryUnavailableException when the registry gives no usable answer
   */
  public static void registerAll(RegistryClient registry) {
    for (TopicSpec<?> topic : Topics.all()) {
      registry.setCompatibility(topic.subject(), topic.compatibility());
      int id = registry.register(topic.subject(), SpecificData.get().getSchema(topic.valueType()));
      LOG.atInfo()
          .addKeyValue("subject", topic.subject())
          .addKeyValue("schemaId", id)
          .addKeyValue("compatibility", topic.compatibility())
          .log("schema registered");
    }
  }
}
