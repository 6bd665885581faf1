package dev.recur.schemas.topic;

import java.time.Duration;
import java.util.HashMap;
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

  /**
   * The last record of each key, and nothing of what it was written over once {@code time} and an
   * hour have gone by: for what somebody may ask to be forgotten.
   *
   * <p>Kafka compacts closed segments only, and closes a segment only when something is appended
   * after its time. So this holds for a partition that is written to every {@link #WRITTEN_EVERY};
   * who owns the topic sees to that.
   */
  record LatestPerKeyWithin(Duration time) implements Retention {

    /** How often something has to be written to each partition, whatever it is. */
    public static final Duration WRITTEN_EVERY = Duration.ofMinutes(30);

    /** A segment is closed so early that its time to be compacted is not yet over. */
    private static final int SEGMENTS_PER_TIME = 4;

    @Override
    public Map<String, String> config() {
      Map<String, String> config = new HashMap<>(new LatestPerKey().config());
      config.put(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, Long.toString(time.toMillis()));
      config.put(
          TopicConfig.SEGMENT_MS_CONFIG,
          Long.toString(time.dividedBy(SEGMENTS_PER_TIME).toMillis()));
      return config;
    }

    @Override
    public String inWords() {
      return "compacted within " + time.toHours() + " hours";
    }
  }
}
