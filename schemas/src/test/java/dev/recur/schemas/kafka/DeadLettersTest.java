package dev.recur.schemas.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.topic.TopicSpec;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class DeadLettersTest {

  private static final byte[] KEY = {(byte) 0xff, 1};
  private static final byte[] VALUE = {0, 0, 0, 0, 9, (byte) 0xff};

  private final DeadLetters letters = new DeadLetters("notifier");

  @Test
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

  @Test
  void originalsHeaders_shouldStayAsTheyAre() {
    Headers headers = new RecordHeaders();

    letters.of(record(VALUE, headers), "why");

    assertThat(headers).isEmpty();
  }

  @Test
  void letterThatIsDeadAgain_shouldHaveOneReason() {
    ProducerRecord<byte[], byte[]> first = letters.of(record(VALUE, new RecordHeaders()), "first");

    ProducerRecord<byte[], byte[]> again = letters.of(record(VALUE, first.headers()), "again");

    assertThat(again.headers().headers("dead-letter-reason")).hasSize(1);
    assertThat(header(again, "dead-letter-reason")).contains("again");
  }

  @Test
  void valueTooLongForItsTopic_shouldBeCutAndSaySo() {
    byte[] huge = new byte[TopicSpec.MESSAGE_BYTES_MAX + 1];

    ProducerRecord<byte[], byte[]> letter = letters.of(record(huge, new RecordHeaders()), "why");

    assertThat(letter.value()).hasSize(TopicSpec.MESSAGE_BYTES_MAX);
    assertThat(header(letter, "dead-letter-cut-from")).contains(Integer.toString(huge.length));
  }

  @Test
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
