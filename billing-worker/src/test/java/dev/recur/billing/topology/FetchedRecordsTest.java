package dev.recur.billing.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FetchedRecordsTest {
  private static final TopicPartition COMMANDS = new TopicPartition("commands", 3);
  private static final TopicPartition RESULTS = new TopicPartition("results", 3);

  private long nanos;
  private final FetchedRecords fetched =
      new FetchedRecords(Set.of("commands", "results"), () -> nanos);
  private final FetchedRecords.Ends ends = fetched.new Ends();
  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");

  @BeforeEach
  void assign() {
    consumer.assign(List.of(COMMANDS, RESULTS));
    consumer.updateBeginningOffsets(Map.of(COMMANDS, 0L, RESULTS, 0L));
    consumer.updateEndOffsets(Map.of(COMMANDS, 0L, RESULTS, 0L));
    fetched.begin(3);
  }

  @Test
  void beforeAnyPoll_shouldNotBeKnown() {
    assertThat(fetched.nothingSince(3, Map.of())).isEmpty();
  }

  @Test
  void emptyTopics_shouldHaveNothingLeft() {
    poll();
    nanos += 5_000_000;
    assertThat(fetched.nothingSince(3, Map.of())).isEqualTo(Optional.of(Duration.ofMillis(5)));
    assertThat(fetched.nothingSince(4, Map.of())).as("another's").isEmpty();
  }

  @Test
  void recordsThatTheBrokerHas_shouldBeLeft() {
    consumer.updateEndOffsets(Map.of(RESULTS, 1L));
    poll();
    assertThat(fetched.nothingSince(3, Map.of())).isEmpty();
  }

  @Test
  void recordsThatWereHandedOver_shouldBeLeftUntilTheTaskHasTakenThem() {
    write(0);
    write(1);
    poll();
    assertThat(fetched.nothingSince(3, Map.of())).isEmpty();
    assertThat(fetched.nothingSince(3, Map.of("commands", 0L))).isEmpty();
    assertThat(fetched.nothingSince(3, Map.of("commands", 1L))).isPresent();
    poll();
    assertThat(fetched.nothingSince(3, Map.of("commands", 0L))).isEmpty();
    assertThat(fetched.nothingSince(3, Map.of("commands", 1L))).isPresent();
  }

  /** A poll may hand over what was fetched long ago; nothing is known that was not asked for. */
  @Test
  void pollThatAsksNothing_shouldNotMakeItLater() {
    poll();
    nanos += 900_000_000;
    poll();
    assertThat(fetched.nothingSince(3, Map.of())).contains(Duration.ofMillis(900));
    nanos += 100_000_000;
    poll();
    assertThat(fetched.nothingSince(3, Map.of())).contains(Duration.ZERO);
  }

  /** However long the rest takes: then all is there that was written before it was asked. */
  @Test
  void endThatIsReachedLater_shouldCountFromWhenItWasAsked() {
    consumer.updateEndOffsets(Map.of(COMMANDS, 1L));
    poll();
    assertThat(fetched.nothingSince(3, Map.of())).isEmpty();
    nanos += 500_000_000;
    consumer.addRecord(new ConsumerRecord<>("commands", 3, 0, null, new byte[] {1}));
    poll();
    assertThat(fetched.nothingSince(3, Map.of())).as("not taken yet").isEmpty();
    assertThat(fetched.nothingSince(3, Map.of("commands", 0L))).contains(Duration.ofMillis(500));
  }

  @Test
  void brokerThatDoesNotAnswer_shouldLetTheKnowledgeAge() {
    poll();
    nanos += 5_000_000_000L;
    consumer.setOffsetsException(new TimeoutException("made by this test"));
    poll();
    assertThat(fetched.nothingSince(3, Map.of())).contains(Duration.ofSeconds(5));
  }

  /** What was handed over before lies with another task, or is to be handed over again. */
  @Test
  void taskThatBeginsAnew_shouldCountFromTheNextPoll() {
    write(0);
    poll();
    fetched.begin(3);
    assertThat(fetched.nothingSince(3, Map.of())).isEmpty();
    poll();
    assertThat(fetched.nothingSince(3, Map.of())).isPresent();
  }

  private void write(long offset) {
    consumer.updateEndOffsets(Map.of(COMMANDS, offset + 1));
    consumer.addRecord(new ConsumerRecord<>("commands", 3, offset, null, new byte[] {1}));
  }

  private void poll() {
    ends.ask(consumer);
    fetched.polled(consumer, consumer.poll(Duration.ZERO), ends);
  }
}
