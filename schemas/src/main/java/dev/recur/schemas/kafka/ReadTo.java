package dev.recur.schemas.kafka;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the topics of a task's partition were read. What the task keeps and where it reads on are
 * committed together, so what was read comes again only where one of them was lost without the
 * other: a group's offsets expired while nobody read, somebody set them back, or a broker came back
 * with older ones. The task has then long done what comes.
 */
public final class ReadTo {

  private static final Logger LOG = LoggerFactory.getLogger(ReadTo.class);

  /**
   * @param offset of the record read last
   * @param newestMs no record read is later, in milliseconds since 1970
   */
  private record Mark(long offset, long newestMs) {

    static final Mark NOTHING = new Mark(-1, -1);

    private static final int BYTES = 2 * Long.BYTES;

    /** What cannot be read says nothing: what comes is taken, as if no mark were kept. */
    static Mark of(byte @Nullable [] kept) {
      if (kept == null || kept.length != BYTES) {
        return NOTHING;
      }
      ByteBuffer bytes = ByteBuffer.wrap(kept);
      return new Mark(bytes.getLong(), bytes.getLong());
    }

    Mark past(long readOffset, long timeMs) {
      return new Mark(readOffset, Math.max(newestMs, timeMs));
    }

    byte[] bytes() {
      return ByteBuffer.allocate(BYTES).putLong(offset).putLong(newestMs).array();
    }
  }

  private final KeyValueStore<String, byte[]> store;
  private final TopicCounter passedOver;
  private final Map<String, Mark> marks = new HashMap<>();

  /** Topics of which records come that were read before. */
  private final Set<String> again = new HashSet<>();

  /**
   * Of a task that begins.
   *
   * @param store the task's, made by {@link #store}
   * @param passedOver counts what is passed over
   */
  public ReadTo(KeyValueStore<String, byte[]> store, TopicCounter passedOver) {
    this.store = store;
    this.passedOver = passedOver;
  }

  /**
   * The store to be built into the topology. It is behind the cache of Kafka Streams, so that what
   * is written is how far was read at a commit, and not each record; the first write of a record
   * that is then given up is given up with it.
   */
  public static StoreBuilder<KeyValueStore<String, byte[]>> store(
      KeyValueBytesStoreSupplier store) {
    return Stores.keyValueStoreBuilder(store, Serdes.String(), Serdes.ByteArray())
        .withCachingEnabled();
  }

  /**
   * A record is read.
   *
   * @param at where it lies
   * @param timeMs the record's, in milliseconds since 1970
   * @return false when it was read before, as far as was {@linkplain #keep kept}
   */
  public boolean first(RecordMetadata at, long timeMs) {
    return first(at, timeMs, timeMs);
  }

  /**
   * A record is read of whose time two bounds are known.
   *
   * @param at where it lies
   * @param earliestMs its time is no earlier, in milliseconds since 1970
   * @param latestMs its time is no later, in milliseconds since 1970
   * @return false when it was read before, as far as was {@linkplain #keep kept}
   */
  public boolean first(RecordMetadata at, long earliestMs, long latestMs) {
    Mark mark = marks.computeIfAbsent(at.topic(), topic -> Mark.of(store.get(topic)));
    // At an offset that was read, but later than all that was: the topic was made anew.
    if (at.offset() <= mark.offset() && earliestMs <= mark.newestMs()) {
      passedOver.count(at.topic());
      if (again.add(at.topic())) {
        LOG.atWarn()
            .addKeyValue("topic", at.topic())
            .addKeyValue("partition", at.partition())
            .addKeyValue("offset", at.offset())
            .addKeyValue("readTo", mark.offset())
            .log(
                "The group's offset went back: what was read before comes again and is passed over."
                    + " Find out why offsets of groups were lost");
      }
      return false;
    }
    again.remove(at.topic());
    marks.put(at.topic(), mark.past(at.offset(), latestMs));
    return true;
  }

  /**
   * Keeps how far a topic was read, the record of this moment included: to be called for each that
   * nothing else would know again. What was read before it is passed over with it.
   *
   * <p>At a commit this writes to a partition of its own, and a commit waits for one more answer of
   * the broker where nothing was written to it before. So who waits for replies calls it no more
   * often than that.
   */
  public void keep(String topic) {
    Mark mark = marks.get(topic);
    if (mark == null) {
      throw new IllegalStateException("nothing of " + topic + " was read");
    }
    store.put(topic, mark.bytes());
  }
}
