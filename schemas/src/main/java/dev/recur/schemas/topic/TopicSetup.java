package dev.recur.schemas.topic;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the catalogue's topics on a cluster, and checks those that are there. */
public final class TopicSetup {

  private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);

  private static final Duration ASK_EVERY = Duration.ofMillis(500);

  private TopicSetup() {}

  /**
   * Makes the topics that are missing, and leaves the others as they are. May be run again at any
   * time, also after it died half way, and by several at once.
   *
   * <p>{@code charge.requests} comes first, and the place where its reader begins with it: no
   * service starts before all topics are there, so no request can be written in between.
   *
   * @param subscriptionPartitions number of partitions of each subscription topic; never changed
   *     afterwards
   * @param replicationFactor number of copies of each record
   */
  public static void createMissing(
      Admin admin, int subscriptionPartitions, short replicationFactor) {
    create(
        admin,
        CatalogueTopic.of(Topics.CHARGE_REQUESTS),
        subscriptionPartitions,
        replicationFactor);
    ChannelStart.commit(admin);
    create(admin, CatalogueTopic.all(), subscriptionPartitions, replicationFactor);
    AdminCalls.awaitKnown(() -> admin.describeTopics(names()).allTopicNames());
  }

  /**
   * Checks that every topic is there, with the number of partitions it must have.
   *
   * @throws WrongTopicsException otherwise; it names every topic that is wrong, and the cure
   */
  public static void checkPartitions(Admin admin, int subscriptionPartitions) {
    WrongTopics wrong = wrong(admin, subscriptionPartitions);
    if (!wrong.isEmpty()) {
      throw new WrongTopicsException(wrong.inWords());
    }
  }

  /**
   * Waits until every topic is there, and checks them as {@link #checkPartitions} does: services
   * and the deploy step may start in any order.
   *
   * @throws WrongTopicsException at once when a topic has a wrong number of partitions, because
   *     that does not pass; when one is still missing after {@code atMost}
   */
  public static void awaitPartitions(Admin admin, int subscriptionPartitions, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    WrongTopics wrong = wrong(admin, subscriptionPartitions);
    while (wrong.mayPass() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(ASK_EVERY.toNanos());
      wrong = wrong(admin, subscriptionPartitions);
    }
    if (!wrong.isEmpty()) {
      throw new WrongTopicsException(wrong.inWords());
    }
  }

  /**
   * Checks that every topic keeps its records as long, and as whole, as the catalogue promises; for
   * a topic that was made by other means, or changed since.
   *
   * @throws WrongTopicsException otherwise; it says which settings to change, of all topics
   */
  public static void checkSettings(Admin admin) {
    Map<String, CatalogueTopic> topics =
        CatalogueTopic.all().stream().collect(toMap(CatalogueTopic::name, topic -> topic));
    List<ConfigResource> asked =
        topics.keySet().stream()
            .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
            .toList();
    Map<String, List<String>> broken = new TreeMap<>();
    AdminCalls.awaitKnown(() -> admin.describeConfigs(asked).all())
        .forEach(
            (resource, config) -> {
              CatalogueTopic topic = requireNonNull(topics.get(resource.name()));
              List<String> settings = TopicPromises.broken(topic, name -> value(config, name));
              if (!settings.isEmpty()) {
                broken.put(topic.name(), settings);
              }
            });
    if (!broken.isEmpty()) {
      throw new WrongTopicsException(WrongTopics.brokenPromises(broken));
    }
  }

  private static @Nullable String value(Config config, String name) {
    ConfigEntry entry = config.get(name);
    return entry == null ? null : entry.value();
  }

  private static void create(
      Admin admin, List<CatalogueTopic> topics, int subscriptionPartitions, short copies) {
    Collection<String> present = AdminCalls.await(admin.listTopics().names());
    List<NewTopic> missing =
        topics.stream()
            .filter(topic -> !present.contains(topic.name()))
            .map(topic -> newTopic(topic, subscriptionPartitions, copies))
            .toList();
    admin
        .createTopics(missing)
        .values()
        .forEach(
            (name, made) -> {
              try {
                AdminCalls.await(made);
                LOG.atInfo().addKeyValue("topic", name).log("Topic made.");
              } catch (TopicExistsException e) {
                LOG.atInfo().addKeyValue("topic", name).log("Topic was made by another.");
              }
            });
  }

  private static NewTopic newTopic(CatalogueTopic topic, int subscriptionPartitions, short copies) {
    Map<String, String> config = new TreeMap<>(topic.config());
    // A write is safe on all copies but one, so that one broker may be away.
    config.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(Math.max(1, copies - 1)));
    return new NewTopic(topic.name(), topic.partitions().count(subscriptionPartitions), copies)
        .configs(config);
  }

  private static WrongTopics wrong(Admin admin, int subscriptionPartitions) {
    Map<String, Integer> counts = partitionCounts(admin);
    List<String> missing = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (CatalogueTopic topic : CatalogueTopic.all()) {
      int must = topic.partitions().count(subscriptionPartitions);
      Integer has = counts.get(topic.name());
      if (has == null) {
        missing.add(topic.name());
      } else if (has != must) {
        wrong.add(topic.name() + " has " + has + " partitions and must have " + must);
      }
    }
    return new WrongTopics(missing, wrong);
  }

  private static List<String> names() {
    return CatalogueTopic.all().stream().map(CatalogueTopic::name).toList();
  }

  private static Map<String, Integer> partitionCounts(Admin admin) {
    return admin.describeTopics(names()).topicNameValues().values().stream()
        .flatMap(description -> found(description).stream())
        .collect(toMap(TopicDescription::name, description -> description.partitions().size()));
  }

  private static Optional<TopicDescription> found(
      org.apache.kafka.common.KafkaFuture<TopicDescription> description) {
    try {
      return Optional.of(AdminCalls.await(description));
    } catch (UnknownTopicOrPartitionException e) {
      return Optional.empty();
    }
  }
}
