package dev.recur.schemas.topic;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/** How long a topic keeps its records. */
public sealed interface Retention {

  /** Kafka's settings that keep the promise. */
  Map<String, String> config();

  /** How a reader of the catalogue would say it. */
  String inWords();

  /** Every record for {@code time}, then none of it. */
  record For(Duration time) implements Retention {

    /**
     * The part of the retention that one log segment covers at most. Kafka deletes whole segments,
     * so without a bound a quiet topic would keep its records for a week longer than promised.
     */
    private static final int SEGMENTS_PER_RETENTION = 6;

    private static final Duration SEGMENT_TIME_MAX = Duration.ofDays(7);

    @Override
    public Map<String, String> config() {
      Duration part = time.dividedBy(SEGMENTS_PER_RETENTION);
      Duration segment = part.compareTo(SEGMENT_TIME_MAX) < 0 ? part : SEGMENT_TIME_MAX;
      return Map.of(
          TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
          TopicConfig.RETENTION_MS_CONFIG, Long.toString(time.toMillis()),
          TopicConfig.SEGMENT_MS_CONFIG, Long.toString(segment.toMillis()));
    }

    @Override
    public String inWords() {
      if (time.toHours() % 24 == 0) {
        return time.toDays() == 1 ? "1 day" : time.toDays() + " days";
      }
      return time.toHours() == 1 ? "1 hour" : time.toHours() + " hours";
    }
  }

  /** Every record, for ever: nothing expires and nothing is compacted away. */
  record Forever() implements Retention {
    @Override
    public Map<String, String> config() {
      return Map.of(
          TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
          TopicConfig.RETENTION_MS_CONFIG, "-1",
          TopicConfig.RETENTION_BYTES_CONFIG, "-1");
    }

    @Override
    public String inWords() {
      return "for ever";
    }
  }

  /** The last record of each key. */
  record LatestPerKey() implements Retention {

    /** How long a reader may be away and still be told that a key was deleted. */
    private static final Duration TOMBSTONE_TIME = Duration.ofDays(7);

    @Override
    public Map<String, String> config() {
      return Map.of(
          TopicConfig.CLEANUP_POLICY_CONFIG,
          TopicConfig.CLEANUP_POLICY_COMPACT,
          TopicConfig.DELETE_RETENTION_MS_CONFIG,
          Long.toString(TOMBSTONE_TIME.toMillis()));
    }

    @Override
    public String inWords() {
      return "compacted";
    }
  }
}
