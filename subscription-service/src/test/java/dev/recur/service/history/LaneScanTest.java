package dev.recur.service.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.id.Identity;
import dev.recur.service.history.LaneLog.Page;
import dev.recur.service.history.LaneLog.Search;
import io.micronaut.json.tree.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LaneScanTest {

  private static final String TOPIC = "t";
  private static final int PARTITIONS = 4;
  private static final String LANE = "M https://a.example:443";
  private static final String OTHER = otherOnTheSamePartition();

  /** Per partition what lies there: lane and time, by offset. */
  private final Map<Integer, SortedMap<Long, Lying>> topic = new HashMap<>();

  private record Lying(String lane, long ms) {}

  @Test
  void page_shouldHoldWhatIsOfTheLaneAndWithinTheTime() {
    for (long offset = 0; offset < 20; offset++) {
      put(offset % 2 == 0 ? LANE : OTHER, offset, offset * 1000);
    }
    Page page = page(search(List.of(LANE), 5, 15L, Positions.START, 100));
    assertThat(texts(page)).containsExactly("6", "8", "10", "12", "14");
    assertThat(page.more()).isFalse();
  }

  @Test
  void pages_shouldGoOnWithoutGapOrRepeat() {
    for (long offset = 0; offset < 50; offset++) {
      put(offset % 3 == 0 ? LANE : OTHER, offset, offset * 1000);
    }
    List<String> seen = new ArrayList<>();
    Positions after = Positions.START;
    Page page;
    do {
      page = page(search(List.of(LANE), 0, null, after, 4));
      assertThat(page.found().size()).isLessThanOrEqualTo(4);
      seen.addAll(texts(page));
      after = Positions.parse(page.next()).orElseThrow();
    } while (page.more());
    assertThat(seen)
        .isEqualTo(IntStream.range(0, 17).mapToObj(i -> Integer.toString(i * 3)).toList());
    put(LANE, 50, 50_000);
    assertThat(texts(page(search(List.of(LANE), 0, null, after, 4)))).containsExactly("50");
  }

  /** A delivery's record has its event's time, and events are not told in the order of theirs. */
  @Test
  void timeThatLiesBehindALaterOne_shouldNotEndThePage() {
    put(LANE, 0, 10_000);
    put(LANE, 1, 50_000);
    put(LANE, 2, 20_000);
    put(LANE, 3, 9_000);
    Page page = page(search(List.of(LANE), 10, 30L, Positions.START, 100));
    assertThat(texts(page)).containsExactly("0", "2");
    assertThat(page.more()).isFalse();
  }

  @Property(tries = 300)
  void pages_whateverTheTimes_shouldHoldEachRecordOfThemOnce(
      @ForAll @Size(max = 60) List<@IntRange(max = 20) Integer> seconds,
      @ForAll @IntRange(max = 20) int since,
      @ForAll @IntRange(max = 22) int until,
      @ForAll @IntRange(min = 1, max = 7) int limit) {
    topic.clear(); // The tries share this object.
    List<String> meant = new ArrayList<>();
    for (int offset = 0; offset < seconds.size(); offset++) {
      int second = seconds.get(offset);
      boolean ours = offset % 3 != 0;
      put(ours ? LANE : OTHER, offset, second * 1000L);
      if (ours && since <= second && second < until) {
        meant.add(Integer.toString(offset));
      }
    }
    List<String> seen = new ArrayList<>();
    Positions after = Positions.START;
    for (boolean more = true; more; ) {
      Page page = page(search(List.of(LANE), since, (long) until, after, limit));
      assertThat(page.found()).hasSizeLessThanOrEqualTo(limit);
      seen.addAll(texts(page));
      after = Positions.parse(page.next()).orElseThrow();
      more = page.more();
    }
    assertThat(seen).isEqualTo(meant);
  }

  @Test
  void lanesOfSeveralPartitions_shouldBeLookedThroughOneByOne() {
    List<String> lanes = IntStream.range(0, 8).mapToObj(i -> "M E#" + i).toList();
    int offset = 0;
    for (String lane : lanes) {
      put(lane, offset++, 1000);
    }
    List<String> seen = new ArrayList<>();
    Positions after = Positions.START;
    for (boolean more = true; more; ) {
      Page page = page(search(lanes, 0, null, after, 3));
      seen.addAll(texts(page));
      after = Positions.parse(page.next()).orElseThrow();
      more = page.more();
    }
    assertThat(seen).hasSize(8).doesNotHaveDuplicates();
  }

  /** Midnight of 1970 in Asia, for example, was in 1969 elsewhere. */
  @Test
  void timeBefore1970_shouldBeTheBeginning() {
    put(LANE, 0, 1000);
    assertThat(texts(page(search(List.of(LANE), -1, null, Positions.START, 3))))
        .containsExactly("0");
    assertThat(texts(page(search(List.of(LANE), -2, -1L, Positions.START, 3)))).isEmpty();
  }

  @Test
  void nothingSince_shouldBeTheEnd() {
    put(LANE, 0, 1000);
    Page page = page(search(List.of(LANE), 9, null, Positions.START, 3));
    assertThat(page.found()).isEmpty();
    assertThat(page.more()).isFalse();
    put(LANE, 1, 20_000);
    Positions after = Positions.parse(page.next()).orElseThrow();
    assertThat(texts(page(search(List.of(LANE), 9, null, after, 3)))).containsExactly("1");
  }

  private Page page(Search search) {
    try (MockConsumer<byte[], byte[]> consumer = new Lookup()) {
      return new LaneScan(
              consumer,
              TOPIC,
              search,
              record -> Optional.of(JsonNode.createStringNode(Long.toString(record.offset()))))
          .page();
    }
  }

  /** A broker's answers from what lies there. */
  private final class Lookup extends MockConsumer<byte[], byte[]> {

    Lookup() {
      super("none");
      Node node = new Node(0, "localhost", 1);
      Node[] nodes = {node};
      updatePartitions(
          TOPIC,
          IntStream.range(0, PARTITIONS)
              .mapToObj(number -> new PartitionInfo(TOPIC, number, node, nodes, nodes))
              .toList());
      for (int number = 0; number < PARTITIONS; number++) {
        TopicPartition partition = new TopicPartition(TOPIC, number);
        updateBeginningOffsets(Map.of(partition, 0L));
        updateEndOffsets(Map.of(partition, end(number)));
      }
    }

    @Override
    public synchronized void seek(TopicPartition partition, long offset) {
      super.seek(partition, offset);
      lying(partition.partition())
          .tailMap(offset)
          .forEach((at, lying) -> addRecord(record(partition.partition(), at, lying)));
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
        Map<TopicPartition, Long> times) {
      if (times.values().stream().anyMatch(time -> time < 0)) {
        throw new IllegalArgumentException("The target time cannot be negative."); // As Kafka's.
      }
      Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
      times.forEach(
          (partition, ms) ->
              lying(partition.partition()).entrySet().stream()
                  .filter(each -> each.getValue().ms() >= ms)
                  .findFirst()
                  .ifPresent(
                      each ->
                          found.put(
                              partition,
                              new OffsetAndTimestamp(each.getKey(), each.getValue().ms()))));
      return found;
    }
  }

  private SortedMap<Long, Lying> lying(int partition) {
    return topic.computeIfAbsent(partition, number -> new TreeMap<>());
  }

  private long end(int partition) {
    SortedMap<Long, Lying> lying = lying(partition);
    return lying.isEmpty() ? 0 : lying.lastKey() + 1;
  }

  private void put(String lane, long offset, long ms) {
    lying(Identity.partition(lane, PARTITIONS)).put(offset, new Lying(lane, ms));
  }

  private static ConsumerRecord<byte[], byte[]> record(int partition, long offset, Lying lying) {
    return new ConsumerRecord<>(
        TOPIC,
        partition,
        offset,
        lying.ms(),
        TimestampType.CREATE_TIME,
        0,
        1,
        lying.lane().getBytes(UTF_8),
        new byte[1],
        new RecordHeaders(),
        Optional.empty());
  }

  private static Search search(
      List<String> lanes, long sinceSeconds, @Nullable Long until, Positions after, int limit) {
    return new Search(
        LaneLog.Kind.ATTEMPTS,
        lanes,
        Instant.ofEpochSecond(sinceSeconds),
        until == null ? null : Instant.ofEpochSecond(until),
        null,
        null,
        null,
        after,
        limit);
  }

  private static List<String> texts(Page page) {
    return page.found().stream().map(JsonNode::getStringValue).toList();
  }

  private static String otherOnTheSamePartition() {
    int wanted = Identity.partition(LANE, PARTITIONS);
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> "M https://b" + i + ".example:443")
        .filter(lane -> Identity.partition(lane, PARTITIONS) == wanted)
        .findFirst()
        .orElseThrow();
  }
}
