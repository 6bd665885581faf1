package dev.recur.schemas.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.schemas.topic.TopicSpec;
import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Makes dead letters: a record that could not be read, whole, with where it lay and why. Key, value
 * and headers are as they were, so that it can be put back once the cause is cured.
 *
 * <p>The dead letter's own time is now, not the record's: it is kept 30 days from when it was
 * found.
 */
public final class DeadLetters {

  /** Header: topic the record lay on. */
  public static final String TOPIC = "dead-letter-topic";

  /** Header: partition it lay on, in decimal digits. */
  public static final String PARTITION = "dead-letter-partition";

  /** Header: its offset there, in decimal digits. */
  public static final String OFFSET = "dead-letter-offset";

  /** Header: which reader could not read it. */
  public static final String READER = "dead-letter-reader";

  /** Header: why, in one sentence that says what to do. */
  public static final String REASON = "dead-letter-reason";

  /**
   * Header, only where the letter is not whole: how long key, value and headers were, in bytes. The
   * whole record is still where the other headers say, as long as that topic keeps it.
   */
  public static final String CUT_FROM = "dead-letter-cut-from";

  /**
   * Longest record that is kept whole, in bytes: key, value and headers. Topics take compressed
   * batches, so a stranger can write a longer one; it must not stop the reader that puts it aside.
   */
  static final int WHOLE_BYTES_MAX = TopicSpec.MESSAGE_BYTES_MAX;

  /** Of a longer record: the bytes that are kept of its key. Its headers are left out. */
  private static final int CUT_KEY_BYTES_MAX = 4 * 1024;

  private static final int REASON_CHARS_MAX = 2000;

  private final String reader;
  private final Consumer<String> made;

  /**
   * Dead letters of one reader, which nobody counts.
   *
   * @param reader who reads, for example {@code billing-worker}
   */
  public DeadLetters(String reader) {
    this(reader, _ -> {});
  }

  /**
   * Dead letters of one reader.
   *
   * @param reader who reads, for example {@code billing-worker}
   * @param made is given the topic of each record that one is made for
   */
  public DeadLetters(String reader, Consumer<String> made) {
    this.reader = reader;
    this.made = made;
  }

  /**
   * A dead letter for a record's own {@code .dead-letters} topic.
   *
   * @param reason why it could not be read, in one sentence that says what to do
   */
  public ProducerRecord<byte[], byte[]> of(ConsumerRecord<byte[], byte[]> record, String reason) {
    return of(
        record.topic(),
        record.partition(),
        record.offset(),
        record.key(),
        record.value(),
        record.headers(),
        reason);
  }

  /** A dead letter, for a reader that has the parts of the record and not the record. */
  public ProducerRecord<byte[], byte[]> of(
      String topic,
      int partition,
      long offset,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Headers headers,
      String reason) {
    made.accept(topic);
    int keyBytes = length(key);
    int valueBytes = length(value);
    int headerBytes = length(headers);
    if ((long) keyBytes + valueBytes + headerBytes <= WHOLE_BYTES_MAX) {
      Headers all = headers(topic, partition, offset, headers, reason);
      return new ProducerRecord<>(topic + ".dead-letters", null, key, value, all);
    }
    Headers all = headers(topic, partition, offset, new RecordHeaders(), reason);
    put(all, CUT_FROM, "key " + keyBytes + ", value " + valueBytes + ", headers " + headerBytes);
    return new ProducerRecord<>(
        topic + ".dead-letters",
        null,
        cut(key, CUT_KEY_BYTES_MAX),
        cut(value, WHOLE_BYTES_MAX - CUT_KEY_BYTES_MAX),
        all);
  }

  /** A record's headers with those of its dead letter. */
  public Headers headers(
      String topic, int partition, long offset, Headers original, String reason) {
    Headers all = new RecordHeaders(original);
    put(all, TOPIC, topic);
    put(all, PARTITION, Integer.toString(partition));
    put(all, OFFSET, Long.toString(offset));
    put(all, READER, reader);
    put(
        all,
        REASON,
        reason.length() <= REASON_CHARS_MAX ? reason : reason.substring(0, REASON_CHARS_MAX));
    return all;
  }

  /** Replaces: a dead letter that was put back and is dead again has one reason, the latest. */
  private static void put(Headers headers, String name, String value) {
    headers.remove(name).add(name, value.getBytes(UTF_8));
  }

  private static byte @Nullable [] cut(byte @Nullable [] bytes, int bytesMax) {
    return bytes == null || bytes.length <= bytesMax ? bytes : Arrays.copyOf(bytes, bytesMax);
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static int length(Headers headers) {
    int length = 0;
    for (Header header : headers) {
      length += header.key().length() + length(header.value());
    }
    return length;
  }
}
