package dev.recur.billing.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
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
  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");

  private final Map<TopicPartition, Long> ends = new HashMap<>(Map.of(COMMANDS, 0L, RESULTS, 0L));
  private final List<Runnable> answers = new ArrayList<>();
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
    assertThat(left(Map.of())).isEmpty();
    poll();
    assertThat(left(Map.of())).isEmpty();
  }

  @Test
  void emptyTopics_shouldHaveNothingLeftSinceTheyWereAskedFor() {
    poll();
    nanos += 5_000_000;
    pollAnswered();
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
    poll();
    assertThat(left(Map.of("commands", 0L))).isEmpty();
    assertThat(left(Map.of("commands", 1L))).isPresent();
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
    assertThat(left(Map.of())).as("not taken yet").isEmpty();
    assertThat(left(Map.of("commands", 0L))).contains(Duration.ofMillis(1500));
    assertThat(questions)
        .as("what was not reached is not asked for again")
        .containsExactly(Set.of(COMMANDS, RESULTS), Set.of(RESULTS));
  }

  @Test
  void brokerThatDoesNotAnswer_shouldLetTheKnowledgeAgeAndBeAskedAgain() {
    pollAnswered();
    nanos += 5_000_000_000L;
    poll();
    answers.clear();
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

  @Test
  void partitionThatWasTakenAway_shouldNotBeAskedFor() {
    ends.put(COMMANDS, 1L);
    pollAnswered();
    consumer.assign(List.of(RESULTS));
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

  private final List<KafkaFutureImpl<ListOffsetsResultInfo>> unanswered = new ArrayList<>();

  /** The ends as they are when they are asked for; the answer comes when the test says so. */
  private ListOffsetsResult asked(Set<TopicPartition> partitions) {
    questions.add(partitions);
    return new ListOffsetsResult(
        partitions.stream().collect(Collectors.toMap(partition -> partition, this::end)));
  }

  private KafkaFutureImpl<ListOffsetsResultInfo> end(TopicPartition partition) {
    long end = ends.getOrDefault(partition, 0L);
    KafkaFutureImpl<ListOffsetsResultInfo> answer = new KafkaFutureImpl<>();
    unanswered.add(answer);
    answers.add(() -> answer.complete(new ListOffsetsResultInfo(end, -1, Optional.empty())));
    return answer;
  }

  private void refuse() {
    unanswered.forEach(
        answer -> answer.completeExceptionally(new TimeoutException("made by this test")));
  }

  private void pollAnswered() {
    partitionEnds.ask(consumer.assignment());
    answers.forEach(Runnable::run);
    poll();
  }

  private void poll() {
    partitionEnds.ask(consumer.assignment());
    fetched.polled(consumer, consumer.poll(Duration.ZERO), partitionEnds);
  }
}
