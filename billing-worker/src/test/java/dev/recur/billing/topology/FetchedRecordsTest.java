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
import java.util.OptionalLong;
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
        public OptionalLong currentLag(TopicPartition partition) {
          return assignment().contains(partition)
              ? super.currentLag(partition)
              : fail("asked for a partition that is another's");
        }

        @Override
        public synchronized long position(TopicPartition partition, Duration timeout) {
          if (unsure.contains(partition)) {
            throw new TimeoutException("made by this test");
          }
          return super.position(partition, timeout);
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
    assertThat(left(Map.of())).isEmpty();
  }

  @Test
  void emptyTopics_shouldHaveNothingLeftSinceTheyWereAskedFor() {
    poll();
    nanos += 5_000_000;
    answer();
    poll();
    assertThat(left(Map.of())).isEqualTo(Optional.of(Duration.ofMillis(5)));
    assertThat(fetched.nothingSince(4, Map.of())).as("another's").isEmpty();
  }

  @Test
  void recordsThatTheBrokerHas_shouldBeLeft() {
    ends.put(RESULTS, 1L);
    pollAnswered();
    assertThat(left(Map.of())).isEmpty();
  }

  @Test
  void recordsThatWereHandedOver_shouldBeLeftUntilTheTaskHasTakenThem() {
    write(0);
    write(1);
    pollAnswered();
    assertThat(left(Map.of())).isEmpty();
    assertThat(left(Map.of("commands", 0L))).isEmpty();
    assertThat(left(Map.of("commands", 1L))).isPresent();
  }

  /** The ends of transactions, and what was taken back, are never handed over. */
  @Test
  void endBehindWhatIsNotHandedOver_shouldBeReached() {
    ends.put(COMMANDS, 2L);
    pollAnswered();
    assertThat(left(Map.of())).isEmpty();
    consumer.seek(COMMANDS, 2);
    poll();
    assertThat(left(Map.of())).isPresent();
  }

  /** A poll may hand over what was fetched long ago; nothing is known that was not asked for. */
  @Test
  void pollThatAsksNothing_shouldNotMakeItLater() {
    pollAnswered();
    nanos += 900_000_000;
    pollAnswered();
    assertThat(left(Map.of())).contains(Duration.ofMillis(900));
    nanos += 100_000_000;
    pollAnswered();
    assertThat(left(Map.of())).contains(Duration.ZERO);
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
    assertThat(left(Map.of())).isEmpty();
    consumer.addRecord(new ConsumerRecord<>("commands", 3, 0, null, new byte[] {1}));
    poll();
    poll();
    assertThat(left(Map.of())).as("not taken yet").isEmpty();
    assertThat(left(Map.of("commands", 0L))).contains(Duration.ofMillis(1500));
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
    assertThat(left(Map.of())).isEmpty();
    nanos += 1_000_000_000L;
    pollAnswered();
    assertThat(left(Map.of())).contains(Duration.ZERO);
  }

  @Test
  void brokerThatDoesNotAnswer_shouldLetTheKnowledgeAgeAndBeAskedAgain() {
    pollAnswered();
    nanos += 5_000_000_000L;
    poll();
    assertThat(left(Map.of())).contains(Duration.ofSeconds(5));
    nanos += 1_000_000_000L;
    poll();
    assertThat(questions).as("the answer is still waited for").hasSize(2);
    refuse();
    poll();
    assertThat(left(Map.of())).contains(Duration.ofSeconds(6));
    nanos += 1_000_000_000L;
    pollAnswered();
    assertThat(left(Map.of())).contains(Duration.ZERO);
  }

  @Test
  void brokerOfOnePartitionThatDoesNotAnswer_shouldNotKeepTheOthersFromBeingKnown() {
    poll();
    Optional.ofNullable(answers.remove(COMMANDS)).orElseThrow().completeExceptionally(refusal());
    answer();
    poll();
    assertThat(left(Map.of())).isEmpty();
    nanos += 1_000_000_000L;
    pollAnswered();
    assertThat(left(Map.of())).contains(Duration.ZERO);
  }

  /** It is asking itself, and would not hand over anything meanwhile. */
  @Test
  void consumerThatDoesNotKnowWhereItStands_shouldNotBeWaitedFor() {
    unsure.add(COMMANDS);
    pollAnswered();
    assertThat(left(Map.of())).isEmpty();
    unsure.clear();
    poll();
    assertThat(left(Map.of())).isPresent();
  }

  /** What was handed over before lies with another task, or is to be handed over again. */
  @Test
  void taskThatBeginsAnew_shouldCountFromTheNextAnswer() {
    write(0);
    pollAnswered();
    fetched.begin(3);
    poll();
    assertThat(left(Map.of())).isEmpty();
    nanos += 1_000_000_000L;
    pollAnswered();
    assertThat(left(Map.of())).isPresent();
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
    assertThat(left(Map.of())).isEmpty();
    write(0);
    poll();
    poll();
    assertThat(left(Map.of())).as("not taken yet").isEmpty();
    assertThat(left(Map.of("commands", 0L))).isPresent();
  }

  /** A rebalance is a part of a poll, or comes between two. */
  @Test
  void partitionThatWasTakenAway_shouldNotBeAskedFor() {
    ends.put(COMMANDS, 1L);
    pollAnswered();
    consumer.assign(List.of(RESULTS));
    pollAnswered();
    nanos += 1_000_000_000L;
    pollAnswered();
    assertThat(questions.getLast()).isEqualTo(Set.of(RESULTS));
  }

  private Optional<Duration> left(Map<String, Long> taken) {
    return fetched.nothingSince(3, taken);
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
    fetched.polls(consumer, partitionEnds);
    fetched.polled(consumer.poll(Duration.ZERO));
  }
}
