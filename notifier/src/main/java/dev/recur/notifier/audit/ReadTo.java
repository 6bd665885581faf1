package dev.recur.notifier.audit;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the topics of a task's partition were read. What the task keeps and where it reads on are
 * committed together, so a record comes twice only where the group's offsets were lost and the
 * stores were not: they expired while nobody read, somebody set them back, or a broker came back
 * with older ones. The books have then long had what comes, and it would look like a ledger that
 * was written twice.
 */
final class ReadTo {

  private static final Logger LOG = LoggerFactory.getLogger(ReadTo.class);

  /** About a second, in bits of milliseconds: it is not written more often. */
  private static final long NEWEST_BITS = (1 << 10) - 1;

  /**
   * @param offset of the record read last
   * @param newest no record read is later, in milliseconds since 1970; up to {@link #NEWEST_BITS}
   *     more than the latest
   */
  private record Mark(long offset, long newest) {

    Mark past(long offset, long time) {
      return new Mark(offset, time <= newest ? newest : time | NEWEST_BITS);
    }
  }

  private final KeyValueStore<String, Long> store;
  private final Map<String, Mark> marks = new HashMap<>();

  /** Topics of which records come that were read before. */
  private final Set<String> again = new HashSet<>();

  ReadTo(KeyValueStore<String, Long> store) {
    this.store = store;
  }

  /**
   * True when a record was not read before, and is from now on.
   *
   * @param at where it lies
   * @param time of the record, in milliseconds since 1970
   */
  boolean isNew(RecordMetadata at, long time) {
    Mark mark = marks.computeIfAbsent(at.topic(), this::kept);
    // At an offset that was read, but later than all that was: the topic was made anew.
    if (at.offset() <= mark.offset() && time <= mark.newest()) {
      if (again.add(at.topic())) {
        LOG.atWarn()
            .addKeyValue("topic", at.topic())
            .addKeyValue("partition", at.partition())
            .addKeyValue("offset", at.offset())
            .addKeyValue("readTo", mark.offset())
            .log(
                "The group's offset went back: what the audit had read comes again and is passed"
                    + " over. Find out why offsets of groups were lost; nothing need be done here");
      }
      return false;
    }
    again.remove(at.topic());
    Mark after = mark.past(at.offset(), time);
    marks.put(at.topic(), after);
    store.put(offsetOf(at.topic()), after.offset());
    if (after.newest() != mark.newest()) {
      store.put(newestOf(at.topic()), after.newest());
    }
    return true;
  }

  private Mark kept(String topic) {
    return new Mark(
        Optional.ofNullable(store.get(offsetOf(topic))).orElse(-1L),
        Optional.ofNullable(store.get(newestOf(topic))).orElse(-1L));
  }

  private static String offsetOf(String topic) {
    return topic + "/offset";
  }

  private static String newestOf(String topic) {
    return topic + "/newest";
  }
}
