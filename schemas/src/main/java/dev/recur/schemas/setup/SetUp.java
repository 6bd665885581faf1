package dev.recur.schemas.setup;

import dev.recur.schemas.kafka.Cures;
import dev.recur.schemas.kafka.KafkaSettings;
import dev.recur.schemas.serde.RegistryClient;
import dev.recur.schemas.serde.SchemaRegistration;
import dev.recur.schemas.topic.TopicSetup;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the topics that are missing, checks those that are there, and registers the schemas of
 * their values. Run before the services of a release start; running it again changes nothing.
 *
 * <p>Reads the settings {@code recur.kafka.*} as every service does, so also from the environment:
 *
 * <pre>{@code
 * RECUR_KAFKA_BOOTSTRAP_SERVERS=… RECUR_KAFKA_REGISTRY_URL=… \
 *   java -cp 'billing-worker/target/lib/*' dev.recur.schemas.setup.SetUp
 * }</pre>
 *
 * The class path holds a service's libraries, this module among them, but not the service's own
 * jar: the container that reads the settings would start it.
 *
 * <p>Exit status 0 when everything is as the catalogue says, otherwise 1 and one line that says
 * what to do.
 */
public final class SetUp {

  private static final Logger LOG = LoggerFactory.getLogger(SetUp.class);

  /** A broker may hear of a topic a little later than the one that was asked to make it. */
  private static final Duration BROKERS_KNOW_WITHIN = Duration.ofSeconds(30);

  private SetUp() {}

  public static void main(String[] args) {
    try (ApplicationContext context = ApplicationContext.builder().banner(false).start()) {
      run(context.getBean(KafkaSettings.class));
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("Not set up: " + Cures.of(e));
      System.exit(1);
    }
  }

  /** Does it. */
  public static void run(KafkaSettings settings) {
    try (Admin admin = Admin.create(settings.admin());
        RegistryClient registry = RegistryClient.from(settings.serde())) {
      TopicSetup.createMissing(
          admin, settings.subscriptionPartitions(), settings.replicationFactor());
      TopicSetup.awaitPartitions(admin, settings.subscriptionPartitions(), BROKERS_KNOW_WITHIN);
      TopicSetup.checkSettings(admin);
      SchemaRegistration.registerAll(registry);
    }
    LOG.atInfo().log("Topics and schemas are as the catalogue says.");
  }
}
