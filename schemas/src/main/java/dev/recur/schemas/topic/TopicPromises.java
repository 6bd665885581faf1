package dev.recur.schemas.topic;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a topic that keep a promise. A topic may keep records longer and take larger ones
 * than the catalogue says, but not keep what was overwritten longer where that has a limit; the
 * rest of its settings is an operator's own business.
 */
final class TopicPromises {

  private static final String UNBOUNDED = "-1";

  private TopicPromises() {}

  /**
   * What a topic breaks.
   *
   * @param actual the value of a setting on the broker
   * @return one {@code setting=value} for each setting to be changed, ready for {@code
   *     kafka-configs.sh}
   */
  static List<String> broken(CatalogueTopic topic, Function<String, @Nullable String> actual) {
    List<String> broken = new ArrayList<>();
    for (Map.Entry<String, String> promise : topic.config().entrySet()) {
      if (!keeps(promise.getKey(), promise.getValue(), actual.apply(promise.getKey()))) {
        broken.add(promise.getKey() + "=" + promise.getValue());
      }
    }
    return broken;
  }

  private static boolean keeps(String setting, String promised, @Nullable String actual) {
    return switch (setting) {
      case CLEANUP_POLICY_CONFIG, MESSAGE_TIMESTAMP_TYPE_CONFIG -> promised.equals(actual);
      // What is to be forgotten must not be kept longer.
      case MAX_COMPACTION_LAG_MS_CONFIG ->
          actual != null && Long.parseLong(actual) <= Long.parseLong(promised);
      case RETENTION_MS_CONFIG, RETENTION_BYTES_CONFIG, MAX_MESSAGE_BYTES_CONFIG ->
          actual != null && atLeast(actual, promised);
      default -> true;
    };
  }

  private static boolean atLeast(String actual, String promised) {
    return actual.equals(UNBOUNDED)
        || (!promised.equals(UNBOUNDED) && Long.parseLong(actual) >= Long.parseLong(promised));
  }
}
