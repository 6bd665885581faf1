package dev.recur.local.process;

import dev.recur.schemas.serde.RegistryClient;
import dev.recur.schemas.serde.SchemaRegistration;
import dev.recur.schemas.topic.TopicSetup;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/**
 * A broker and a registry with every topic and every schema of the catalogue, for tests that need
 * the real thing.
 */
public final class LocalKafka implements Living {

  /** Partitions of the subscription topics on one machine. */
  public static final int SUBSCRIPTION_PARTITIONS = 4;

  private static final short REPLICATION_FACTOR = 1;

  private final BrokerProcess broker;
  private final RegistryProcess registry;

  private LocalKafka(BrokerProcess broker, RegistryProcess registry) {
    this.broker = broker;
    this.registry = registry;
  }

  /**
   * Starts both on free ports and makes what is missing; takes about 10 s.
   *
   * @param directory for data and logs; one that was used before is taken up again
   */
  public static LocalKafka start(Path directory) {
    BrokerProcess broker =
        BrokerProcess.start(BrokerProcess.Settings.onFreePorts(directory.resolve("broker")));
    try {
      RegistryProcess registry =
          RegistryProcess.start(
              RegistryProcess.Settings.onFreePort(
                  directory.resolve("registry"), broker.bootstrapServers()));
      try {
        deploy(broker.bootstrapServers(), registry.url());
        return new LocalKafka(broker, registry);
      } catch (RuntimeException e) {
        registry.close();
        throw e;
      }
    } catch (RuntimeException e) {
      broker.close();
      throw e;
    }
  }

  /** The deploy step: makes the topics and registers the schemas that are missing. */
  public static void deploy(String bootstrapServers, String registryUrl) {
    makeTopics(bootstrapServers);
    registerSchemas(registryUrl);
  }

  /** The half of the deploy step that needs the broker. */
  public static void makeTopics(String bootstrapServers) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      TopicSetup.createMissing(admin, SUBSCRIPTION_PARTITIONS, REPLICATION_FACTOR);
    }
  }

  /** The half of the deploy step that needs the registry. */
  public static void registerSchemas(String registryUrl) {
    try (RegistryClient registry =
        RegistryClient.from(Map.of("schema.registry.url", registryUrl))) {
      SchemaRegistration.registerAll(registry);
    }
  }

  /** What clients connect to. */
  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** What clients are given as {@code schema.registry.url}. */
  public String registryUrl() {
    return registry.url();
  }

  /** The broker, to be killed and restarted. */
  public BrokerProcess broker() {
    return broker;
  }

  /** The registry, to be killed and restarted. */
  public RegistryProcess registry() {
    return registry;
  }

  /** What a service's process has to be told about this Kafka, as environment variables. */
  public Map<String, String> environment() {
    return environment(bootstrapServers(), registryUrl());
  }

  /** What a service's process has to be told about a local Kafka, as environment variables. */
  public static Map<String, String> environment(String bootstrapServers, String registryUrl) {
    return Map.of(
        "RECUR_KAFKA_BOOTSTRAP_SERVERS",
        bootstrapServers,
        "RECUR_KAFKA_REGISTRY_URL",
        registryUrl,
        "RECUR_KAFKA_SUBSCRIPTION_PARTITIONS",
        Integer.toString(SUBSCRIPTION_PARTITIONS),
        "RECUR_KAFKA_REPLICATION_FACTOR",
        Short.toString(REPLICATION_FACTOR));
  }

  @Override
  public void checkAlive() {
    broker.checkAlive();
    registry.checkAlive();
  }

  @Override
  public void close() {
    registry.close();
    broker.close();
  }
}
