package dev.recur.schemas.kafka;

import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record as a {@link TopicListener} takes it.
 *
 * @param value null where the topic deletes the key
 * @param timestampMs the record's timestamp: real time, in milliseconds since 1970
 */
public record TopicRecord<V>(
    String key, @Nullable V value, int partition, long offset, long timestampMs, Headers headers) {}
