package dev.recur.schemas.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.topic.TopicSpec;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.AbstractRecords;
import org.apache.kafka.common.record.internal.RecordBatch;

class DeadLettersTest {

  private static final byte[] KEY = {(byte) 0xff, 1};
  private static final byte[] VALUE = {0, 0, 0, 0, 9, (byte) 0xff};

  private final DeadLetters letters = new DeadLetters("notifier");

  @Example
  void letter_shouldHoldTheRecordWholeAndSayWhereAndWhy() {
    Headers headers = new RecordHeaders();
    headers.add("traceparent", "00-1".getBytes(UTF_8));
    headers.add("twice", new byte[] {1});
    headers.add("twice", new byte[] {2});

    ProducerRecord<byte[], byte[]> letter =
        letters.of(record(VALUE, headers), "schema 9 is unknown: register it");

    assertThat(letter.topic()).isEqualTo("subscription.events.dead-letters");
    assertThat(letter.key()).isEqualTo(KEY);
    assertThat(letter.value()).isEqualTo(VALUE);
    assertThat(letter.timestamp()).as("now, so that it is kept its time").isNull();
    assertThat(letter.partition()).isNull();
    assertThat(header(letter, "dead-letter-topic")).contains("subscription.events");
    assertThat(header(letter, "dead-letter-partition")).contains("3");
    assertThat(header(letter, "dead-letter-offset")).contains("42");
    assertThat(header(letter, "dead-letter-reader")).contains("notifier");
    assertThat(header(letter, "dead-letter-reason")).contains("schema 9 is unknown: register it");
    assertThat(header(letter, "dead-letter-cut-from")).isEmpty();
    assertThat(header(letter, "traceparent")).contains("00-1");
    assertThat(letter.headers().headers("twice")).hasSize(2);
  }

  @Example
  void originalsHeaders_shouldStayAsTheyAre() {
    Headers headers = new RecordHeaders();

    letters.of(record(VALUE, headers), "why");

    assertThat(headers).isEmpty();
  }

  @Example
  void letterThatIsDeadAgain_shouldHaveOneReason() {
    ProducerRecord<byte[], byte[]> first = letters.of(record(VALUE, new RecordHeaders()), "first");

    ProducerRecord<byte[], byte[]> again = letters.of(record(VALUE, first.headers()), "again");

    assertThat(again.headers().headers("dead-letter-reason")).hasSize(1);
    assertThat(header(again, "dead-letter-reason")).contains("again");
  }

  @Example
  void recordTooLongForAnyTopic_shouldBeCutAndSaySo() {
    byte[] huge = new byte[TopicSpec.MESSAGE_BYTES_MAX];
    Headers headers = new RecordHeaders();
    headers.add("a", new byte[100]);

    ProducerRecord<byte[], byte[]> letter = letters.of(record(huge, headers), "why");

    assertThat(header(letter, "dead-letter-cut-from"))
        .contains("key 2, value 1048576, headers 101");
    assertThat(header(letter, "dead-letter-offset")).contains("42");
    assertThat(header(letter, "a")).isEmpty();
    assertThat(letter.key()).isEqualTo(KEY);
    assertThat(letter.value()).hasSizeLessThan(huge.length);
  }

  @Property(tries = 50)
  void letter_shouldAlwaysFitItsTopic(
      @ForAll @IntRange(max = 3_000_000) int keyBytes,
      @ForAll @IntRange(max = 3_000_000) int valueBytes,
      @ForAll @IntRange(max = 3_000_000) int headerBytes) {
    Headers headers = new RecordHeaders();
    headers.add("h", new byte[headerBytes]);

    ProducerRecord<byte[], byte[]> letter =
        letters.of(
            "subscription.commands",
            63,
            Long.MAX_VALUE,
            new byte[keyBytes],
            new byte[valueBytes],
            headers,
            "x".repeat(100_000));

    assertThat(
            AbstractRecords.estimateSizeInBytesUpperBound(
                RecordBatch.CURRENT_MAGIC_VALUE,
                Compression.NONE.type(),
                letter.key(),
                letter.value(),
                letter.headers().toArray()))
        .isLessThanOrEqualTo(ClientProperties.REQUEST_BYTES_MAX);
  }

  @Example
  void endlessReason_shouldBeCut() {
    ProducerRecord<byte[], byte[]> letter =
        letters.of(record(VALUE, new RecordHeaders()), "x".repeat(100_000));

    assertThat(header(letter, "dead-letter-reason").orElseThrow()).hasSize(2000);
  }

  private static ConsumerRecord<byte[], byte[]> record(byte[] value, Headers headers) {
    return new ConsumerRecord<>(
        "subscription.events",
        3,
        42,
        1_000,
        TimestampType.CREATE_TIME,
        KEY.length,
        value.length,
        KEY,
        value,
        headers,
        Optional.empty());
  }

  private static Optional<String> header(ProducerRecord<byte[], byte[]> letter, String name) {
    return EventHeaders.get(letter.headers(), name);
  }
}
