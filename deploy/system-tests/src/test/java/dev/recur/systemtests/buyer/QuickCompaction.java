package dev.recur.systemtests.buyer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Makes the broker compact a topic within seconds. Nothing is done that it would not do by itself:
 * the topic's own settings have a segment closed within 6 hours, compacted within 24, and the files
 * it took the place of deleted a minute later; here only the waiting is shorter. That the topic has
 * those settings is for the tests of the catalogue, and that something is written to every
 * partition, without which no segment is closed, for those of the subscription-service.
 *
 * <p>What was set before is set again at the end.
 */
final class QuickCompaction implements AutoCloseable {

  private static final Map<String, String> OF_TOPIC =
      Map.of(
          TopicConfig.SEGMENT_MS_CONFIG, "100",
          TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, "1",
          TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0",
          TopicConfig.FILE_DELETE_DELAY_MS_CONFIG, "0");

  /** How long the cleaner sleeps where it found nothing to do; by default 15 s. */
  private static final Map<String, String> OF_BROKER = Map.of("log.cleaner.backoff.ms", "200");

  private final Admin admin;
  private final Map<ConfigResource, Collection<AlterConfigOp>> before = new HashMap<>();

  QuickCompaction(String bootstrapServers, String topic) {
    admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    ConfigResource ofTopic = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    ConfigResource ofBroker = new ConfigResource(ConfigResource.Type.BROKER, "");
    remember(ofTopic, OF_TOPIC, ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG);
    remember(ofBroker, OF_BROKER, ConfigEntry.ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG);
    alter(Map.of(ofTopic, ops(OF_TOPIC), ofBroker, ops(OF_BROKER)));
  }

  private static Collection<AlterConfigOp> ops(Map<String, String> values) {
    List<AlterConfigOp> ops = new ArrayList<>();
    values.forEach(
        (name, value) -> ops.add(new AlterConfigOp(new ConfigEntry(name, value), OpType.SET)));
    return ops;
  }

  /** What was set for the resource itself comes back; what was not is deleted again. */
  private void remember(
      ConfigResource resource, Map<String, String> changed, ConfigEntry.ConfigSource own) {
    Config config = get(resource);
    List<AlterConfigOp> ops = new ArrayList<>();
    for (String name : changed.keySet()) {
      ConfigEntry entry = config.get(name);
      boolean wasSet = entry != null && entry.source() == own;
      ops.add(
          new AlterConfigOp(
              new ConfigEntry(name, wasSet ? entry.value() : ""),
              wasSet ? OpType.SET : OpType.DELETE));
    }
    before.put(resource, ops);
  }

  private Config get(ConfigResource resource) {
    try {
      Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
      if (config == null) {
        throw new IllegalStateException("No configuration of " + resource);
      }
      return config;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void alter(Map<ConfigResource, Collection<AlterConfigOp>> ops) {
    try {
      admin.incrementalAlterConfigs(ops).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try (admin) {
      alter(before);
    }
  }
}
