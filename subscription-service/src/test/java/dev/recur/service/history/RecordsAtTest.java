package dev.recur.service.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.service.read.EventPlace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RecordsAtTest {

  private static final String TOPIC = "t";
  private static final Duration WITHIN = Duration.ofSeconds(5);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");

  @Test
  void read_shouldGiveTheRecordsInTheOrderOfThePlaces() {
    fill(0, 3, 4, 5, 9);
    fill(1, 0, 7);
    List<EventPlace> places = List.of(place(1, 0), place(0, 4), place(0, 9), place(1, 7));
    assertThat(RecordsAt.read(consumer, TOPIC, places, WITHIN))
        .extracting(record -> record.partition() + "@" + record.offset())
        .containsExactly("1@0", "0@4", "0@9", "1@7");
    assertThat(consumer.assignment()).isEmpty();
  }

  @Test
  void read_offsetThatIsNotThere_shouldSayWhatToDo() {
    fill(0, 3, 5);
    List<EventPlace> places = List.of(place(0, 4));
    assertThatThrownBy(() -> RecordsAt.read(consumer, TOPIC, places, WITHIN))
        .isInstanceOf(HistoryUnavailableException.class)
        .hasMessageContaining("delete this service's local store");
  }

  @Test
  void read_thatBringsNothing_shouldEnd() {
    consumer.updateBeginningOffsets(Map.of(new TopicPartition(TOPIC, 0), 0L));
    List<EventPlace> places = List.of(place(0, 4));
    assertThatThrownBy(() -> RecordsAt.read(consumer, TOPIC, places, Duration.ofMillis(1)))
        .isInstanceOf(HistoryUnavailableException.class)
        .hasMessageContaining("too long");
  }

  @Test
  void consumers_shouldBeUsedAgainUnlessTheyFailed() {
    int[] opened = {0};
    try (Consumers consumers =
        new Consumers(
            () -> {
              opened[0]++;
              return new MockConsumer<>("none");
            })) {
      assertThat(consumers.<String>lend(_ -> "read")).isEqualTo("read");
      assertThat(consumers.<String>lend(_ -> "again")).isEqualTo("again");
      assertThat(opened[0]).isEqualTo(1);
      assertThatThrownBy(
              () ->
                  consumers.<String>lend(
                      _ -> {
                        throw new KafkaException("away");
                      }))
          .isInstanceOf(HistoryUnavailableException.class);
      assertThat(consumers.<String>lend(_ -> "another")).isEqualTo("another");
      assertThat(opened[0]).isEqualTo(2);
    }
  }

  /** The mock gives records to whoever is assigned; so they are handed over as it is polled. */
  private void fill(int partition, long... offsets) {
    TopicPartition to = new TopicPartition(TOPIC, partition);
    consumer.updateBeginningOffsets(Map.of(to, 0L));
    consumer.schedulePollTask(
        () -> {
          for (long offset : offsets) {
            consumer.addRecord(
                new ConsumerRecord<>(TOPIC, partition, offset, new byte[0], new byte[0]));
          }
        });
  }

  private static EventPlace place(int partition, long offset) {
    return new EventPlace(partition, offset, 0);
  }
}
