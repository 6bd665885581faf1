package dev.recur.service.buyer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.signature.SecretBox;
import dev.recur.service.Deadline;
import dev.recur.service.read.Buyers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class KafkaBuyerRecordsTest {

  private static final Duration SOON = Duration.ofMillis(50);
  private static final List<BuyerRecord> ONE = List.of(new BuyerRecord.Nothing("S1"));

  /** Its own limits are seconds; whoever waits for a request's answer does not wait for those. */
  @Test
  @Timeout(20)
  void brokerThatAcknowledgesNothing_shouldBeWaitedForUntilTheCallersDeadline() {
    MockProducer<byte[], byte[]> producer = producer(false);
    KafkaBuyerRecords records = records(producer, new MemoryBuyers());
    assertThatExceptionOfType(NotKeptException.class)
        .isThrownBy(() -> within(records))
        .withMessageContaining("could not be written");
    assertThat(producer.history()).hasSize(1);
  }

  @Test
  void readSideThatStaysBehind_shouldBeWaitedForUntilTheCallersDeadline() {
    Duration[] waited = new Duration[1];
    KafkaBuyerRecords records =
        records(
            producer(true),
            new MemoryBuyers() {
              @Override
              public boolean awaitTaken(Map<Integer, Long> ends, Duration atMost) {
                waited[0] = atMost;
                return false;
              }
            });
    assertThatExceptionOfType(NotKeptException.class)
        .isThrownBy(() -> within(records))
        .withMessageContaining("not known here yet");
    assertThat(waited[0]).isLessThanOrEqualTo(SOON);
  }

  private static Void within(KafkaBuyerRecords records) {
    return Deadline.within(
        SOON,
        () -> {
          records.write(ONE);
          return null;
        });
  }

  private static KafkaBuyerRecords records(MockProducer<byte[], byte[]> producer, Buyers known) {
    RecordCodecs codecs = RecordCodecs.from(Map.of("schema.registry.url", "http://127.0.0.1:1"));
    return new KafkaBuyerRecords(producer, codecs, new SecretBox(new byte[32]), known);
  }

  private static MockProducer<byte[], byte[]> producer(boolean acknowledges) {
    return new MockProducer<>(
        acknowledges, null, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
