package dev.recur.schemas.kafka;

import dev.recur.schemas.serde.UndecodableRecordException;
import java.util.function.Function;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record as a {@link TopicListener} takes it.
 *
 * @param value null where the topic deletes the key
 * @param timestampMs the record's timestamp: real time, in milliseconds since 1970
 */
public record TopicRecord<V>(
    String key, @Nullable V value, int partition, long offset, long timestampMs, Headers headers) {

  /**
   * For values that name their key themselves.
   *
   * @param field of the value, as the schema calls it
   * @param named what it says; not asked where the topic deletes the key
   * @throws UndecodableRecordException when that is another key than the record's
   */
  public void requireKey(String field, Function<V, String> named) {
    if (value != null && !key.equals(named.apply(value))) {
      throw new UndecodableRecordException(
          "The record's key is not the value's "
              + field
              + ": they must be the same, or the record takes another one's place.",
          null);
    }
  }
}
