package dev.recur.billing.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FetchedRecordsTest {
  private static final TopicPartition COMMANDS = new TopicPartition("commands", 3);
  private static final TopicPartition RESULTS = new TopicPartition("results", 3);

  private long nanos;
  private final FetchedRecords fetched =
      new FetchedRecords(Set.of("commands", "results"), () -> nanos);
  private final PartitionEnds partitionEnds = new PartitionEnds(this::asked, () -> nanos);

  /** Of these the consumer does not know where it stands. */
  private final Set<TopicPartition> unsure = new HashSet<>();

  private final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>("earliest") {
        @Override
        public synchronized long position(TopicPartition partition, Duration timeout) {
          if (unsure.contains(partition)) {
            throw new TimeoutException("made by this test");
          }
          return assignment().contains(partition)
              ? super.position(partition, timeout)
              : fail("asked for a partition that is another's");
        }
      };

  private final Map<TopicPartition, Long> ends = new HashMap<>(Map.of(COMMANDS, 0L, RESULTS, 0L));
  private final Map<TopicPartition, KafkaFutureImpl<ListOffsetsResultInfo>> answers =
      new HashMap<>();
  private final List<Set<TopicPartition>> questions = new ArrayList<>();

  @BeforeEach
  void assign() {
    consumer.assign(List.of(COMMANDS, RESULTS));
    consumer.updateBeginningOffsets(Map.of(COMMANDS, 0L, RESULTS, 0L));
    consumer.updateEndOffsets(ends);
    fetched.begin(3);
  }

  @Test
  void beforeAnyAnswer_shouldNotBeKnown() {
    poll();
    poll();
    assertThat(left(-1)).isEmpty();
  }

  @Test
  void emptyTopics_shouldHaveNothingLeftSinceTheyWereAskedFor() {
    poll();
    nanos += 5_000_000;
    answer();
    poll();
    assertThat(left(-1)).isEqualTo(Optional.of(Duration.ofMillis(5)));
    assertThat(fetched.nothingSince("commands", 4, -1)).as("another's").isEmpty();
  }

  @Test
  void recordsThatTheBrokerHas_shouldBeLeft() {
    ends.put(COMMANDS, 1L);
    pollAnswered();
    assertThat(left(-1)).isEmpty();
    assertThat(fetched.nothingSince("results", 3, -1)).as("of another").isPresent();
  }

  @Test
  void recordsThatWereHandedOver_shouldBeLeftUntilTheTaskHasTakenThem() {
    write(0);
    write(1);
    pollAnswered();
    assertThat(left(-1)).isEmpty();
    assertThat(left(0)).isEmpty();
    assertThat(left(1)).isPresent();
  }

  /** The ends of transactions, and what was taken back, are never handed over. */
  @Test
  void endBehindWhatIsNotHandedOver_shouldBeReached() {
    ends.put(COMMANDS, 2L);
    pollAnswered();
    assertThat(left(-1)).isEmpty();
    consumer.seek(COMMANDS, 2);
    poll();
    assertThat(left(-1)).isPresent();
  }

  /** A poll may hand over what was fetched long ago; nothing is known that was not asked for. */
  @Test
  void pollThatAsksNothing_shouldNotMakeItLater() {
    pollAnswered();
    nanos += 900_000_000;
    pollAnswered();
    assertThat(left(-1)).contains(Duration.ofMillis(900));
    nanos += 100_000_000;
    pollAnswered();
    assertThat(left(-1)).contains(Duration.ZERO);
    assertThat(questions).hasSize(2);
  }

  /** However long the rest takes: then all is there that was written before it was asked. */
  @Test
  void endThatIsReachedLater_shouldCountFromWhenItWasAsked() {
    ends.put(COMMANDS, 1L);
    pollAnswered();
    nanos += 1_500_000_000;
    ends.put(COMMANDS, 2L);
    pollAnswered();
    assertThat(left(-1)).isEmpty();
    consumer.addRecord(new ConsumerRecord<>("commands", 3, 0, null, new byte[] {1}));
    poll();
    poll();
    assertThat(left(-1)).as("not taken yet").isEmpty();
    assertThat(left(0)).contains(Duration.ofMillis(1500));
    assertThat(questions)
        .as("what was not reached is not asked for again")
        .containsExactly(Set.of(COMMANDS, RESULTS), Set.of(RESULTS));
  }

  /** A broker that has lost records ends before where it ended. */
  @Test
  void endThatIsNotReachedForLong_shouldBeAskedForAgain() {
    ends.put(COMMANDS, 1L);
    pollAnswered();
    ends.put(COMMANDS, 0L);
    nanos += 30_000_000_000L;
    pollAnswered();
    assertThat(left(-1)).isEmpty();
    nanos += 1_000_000_000L;
    pollAnswered();
    assertThat(left(-1)).contains(Duration.ZERO);
  }

  @Test
  void brokerThatDoesNotAnswer_shouldLetTheKnowledgeAgeAndBeAskedAgain() {
    pollAnswered();
    nanos += 5_000_000_000L;
    poll();
    assertThat(left(-1)).contains(Duration.ofSeconds(5));
    nanos += 1_000_000_000L;
    poll();
    assertThat(questions).as("the answer is still waited for").hasSize(2);
    refuse();
    poll();
    assertThat(left(-1)).contains(Duration.ofSeconds(6));
    nanos += 1_000_000_000L;
    pollAnswered();
    assertThat(left(-1)).contains(Duration.ZERO);
  }

  @Test
  void brokerOfOnePartitionThatDoesNotAnswer_shouldNotKeepTheOthersFromBeingKnown() {
    poll();
    Optional.ofNullable(answers.remove(RESULTS)).orElseThrow().completeExceptionally(refusal());
    answer();
    poll();
    assertThat(left(-1)).contains(Duration.ZERO);
    assertThat(fetched.nothingSince("results", 3, -1)).isEmpty();
    nanos += 1_000_000_000L;
    pollAnswered();
    assertThat(fetched.nothingSince("results", 3, -1)).contains(Duration.ZERO);
  }

  /** It is asking itself, and would not hand over anything meanwhile. */
  @Test
  void consumerThatDoesNotKnowWhereItStands_shouldNotBeWaitedFor() {
    unsure.add(COMMANDS);
    pollAnswered();
    assertThat(left(-1)).isEmpty();
    unsure.clear();
    poll();
    assertThat(left(-1)).isPresent();
  }

  /** What was handed over before lies with another task, or is to be handed over again. */
  @Test
  void taskThatBeginsAnew_shouldCountFromTheNextAnswer() {
    write(0);
    pollAnswered();
    fetched.begin(3);
    poll();
    assertThat(left(-1)).isEmpty();
    nanos += 1_000_000_000L;
    pollAnswered();
    assertThat(left(-1)).isPresent();
  }

  /** It is put back to where it had committed, and hands over again what it had. */
  @Test
  void taskThatIsPutBack_shouldHaveLeftWhatItTakesAgain() {
    write(0);
    poll();
    consumer.seek(COMMANDS, 0);
    fetched.begin(3);
    answer();
    poll();
    assertThat(left(-1)).isEmpty();
    write(0);
    poll();
    poll();
    assertThat(left(-1)).as("not taken yet").isEmpty();
    assertThat(left(0)).isPresent();
  }

  @Test
  void partitionThatWasTakenAway_shouldNotBeAskedFor() {
    ends.put(COMMANDS, 1L);
    pollAnswered();
    consumer.assign(List.of(RESULTS));
    poll();
    nanos += 1_000_000_000L;
    poll();
    assertThat(questions.getLast()).isEqualTo(Set.of(RESULTS));
  }

  /** As a rebalance does. */
  @Test
  void partitionThatIsTakenAwayWithinAPoll_shouldNotBeAskedFor() {
    ends.put(COMMANDS, 1L);
    pollAnswered();
    consumer.schedulePollTask(() -> consumer.assign(List.of(RESULTS)));
    poll();
    poll();
    assertThat(left(-1)).isEmpty();
  }

  private Optional<Duration> left(long commandsTaken) {
    return fetched.nothingSince("commands", 3, commandsTaken);
  }

  private void write(long offset) {
    ends.put(COMMANDS, offset + 1);
    consumer.addRecord(new ConsumerRecord<>("commands", 3, offset, null, new byte[] {1}));
  }

  /** Asks the brokers; the answer comes when the test says so. */
  private ListOffsetsResult asked(Set<TopicPartition> partitions) {
    questions.add(partitions);
    Map<TopicPartition, KafkaFuture<ListOffsetsResultInfo>> results = new HashMap<>();
    for (TopicPartition partition : partitions) {
      KafkaFutureImpl<ListOffsetsResultInfo> answer = new KafkaFutureImpl<>();
      answers.put(partition, answer);
      results.put(partition, answer);
    }
    return new ListOffsetsResult(results);
  }

  private void answer() {
    answers.forEach((partition, answer) -> answer.complete(endOf(partition)));
    answers.clear();
  }

  private void refuse() {
    answers.values().forEach(answer -> answer.completeExceptionally(refusal()));
    answers.clear();
  }

  private ListOffsetsResultInfo endOf(TopicPartition partition) {
    return new ListOffsetsResultInfo(ends.getOrDefault(partition, 0L), -1, Optional.empty());
  }

  private static TimeoutException refusal() {
    return new TimeoutException("made by this test");
  }

  /** Polls, and once more when the brokers have answered what it asked. */
  private void pollAnswered() {
    poll();
    answer();
    poll();
  }

  private void poll() {
    fetched.poll(consumer, partitionEnds, () -> consumer.poll(Duration.ZERO));
  }
}
