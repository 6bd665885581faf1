package dev.recur.service.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.service.Deadline;
import dev.recur.service.history.EventLog.Event;
import dev.recur.service.history.EventLog.Page;
import dev.recur.service.read.EventPlace;
import dev.recur.service.read.StoredEvents;
import io.micronaut.json.tree.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexedEventLogTest {

  @TempDir Path directory = Path.of("");

  private final Map<String, Event> ledger = new HashMap<>();
  private final List<Integer> reads = new ArrayList<>();
  private int bytes = 100;

  @SuppressWarnings("NullAway.Init")
  private StoredEvents stored;

  @SuppressWarnings("NullAway.Init")
  private IndexedEventLog log;

  @BeforeEach
  void open() {
    stored = new StoredEvents(directory.resolve("store"));
    log = new IndexedEventLog(stored.index(), this::read);
  }

  @AfterEach
  void close() {
    stored.close();
  }

  @Test
  void ofSubscription_shouldGoOnAfterASequence() {
    for (long sequence = 1; sequence <= 7; sequence++) {
      take("M", "S1", sequence, 0, 10 + sequence, sequence);
      take("M", "S10", sequence, 0, 20 + sequence, sequence);
    }
    Page first = log.ofSubscription("S1", 0, 3);
    assertThat(sequences(first)).containsExactly(1L, 2L, 3L);
    assertThat(first.next()).isEqualTo("3");
    assertThat(first.more()).isTrue();
    Page last = log.ofSubscription("S1", 5, 3);
    assertThat(sequences(last)).containsExactly(6L, 7L);
    assertThat(last.more()).isFalse();
    Page none = log.ofSubscription("S1", 7, 3);
    assertThat(none.events()).isEmpty();
    assertThat(none.next()).isEqualTo("7");
    assertThat(log.ofSubscription("S", 0, 3).events()).isEmpty();
  }

  @Test
  void ofMerchant_shouldBeAboutInOrderOfTime() {
    take("M", "S1", 1, 1, 5, 100);
    take("M", "S2", 1, 0, 9, 50);
    take("M", "S1", 2, 1, 6, 70); // Earlier by the clock of who wrote it; its place counts.
    take("M2", "S3", 1, 0, 10, 60);
    take("M", "S2", 2, 0, 11, 90);
    Page page = log.ofMerchant("M", Positions.START, 10);
    assertThat(page.events().stream().map(Event::id))
        .containsExactly("S2/1", "S2/2", "S1/1", "S1/2");
    assertThat(page.more()).isFalse();
    assertThat(log.ofMerchant("M", after(page), 10).events()).isEmpty();
    take("M", "S2", 3, 0, 12, 95);
    assertThat(log.ofMerchant("M", after(page), 10).events().stream().map(Event::id))
        .containsExactly("S2/3");
  }

  /** Whoever follows sees every event once and each subscription's in sequence, whatever comes. */
  @Test
  void ofMerchant_shouldMissNothingWhileMoreComes() {
    Random random = new Random(4);
    Map<Integer, Long> offsets = new HashMap<>();
    Map<String, Long> sequences = new HashMap<>();
    Set<String> expected = new HashSet<>();
    List<String> seen = new ArrayList<>();
    Positions position = Positions.START;
    for (int round = 0; round < 60; round++) {
      for (int i = random.nextInt(12); i > 0; i--) {
        int partition = random.nextInt(4);
        String subscription = "S" + partition + random.nextInt(3);
        String client = random.nextInt(3) == 0 ? "other" : "M";
        long sequence = sequences.merge(client + subscription, 1L, Long::sum);
        long offset = offsets.merge(partition, 1L + random.nextInt(3), Long::sum);
        take(client, client + subscription, sequence, partition, offset, random.nextInt(1000));
        if (client.equals("M")) {
          expected.add(client + subscription + "/" + sequence);
        }
      }
      Page page = log.ofMerchant("M", position, 1 + random.nextInt(7));
      page.events().forEach(event -> seen.add(event.id()));
      position = after(page);
    }
    Page page;
    do {
      page = log.ofMerchant("M", position, 50);
      page.events().forEach(event -> seen.add(event.id()));
      position = after(page);
    } while (page.more());
    assertThat(seen).doesNotHaveDuplicates();
    assertThat(new HashSet<>(seen)).isEqualTo(expected);
    Map<String, Long> last = new HashMap<>();
    for (String id : seen) {
      String subscription = id.substring(0, id.indexOf('/'));
      long sequence = Long.parseLong(id.substring(id.indexOf('/') + 1));
      assertThat(last.getOrDefault(subscription, 0L)).isEqualTo(sequence - 1);
      last.put(subscription, sequence);
    }
  }

  @Test
  void page_shouldBeBoundedInBytesAndReads() {
    LongStream.rangeClosed(1, 100).forEach(i -> take("M", "S1", i, 0, i, i));
    assertThat(log.ofSubscription("S1", 0, 100).events()).hasSize(100);
    assertThat(reads).containsExactly(16, 16, 16, 16, 16, 16, 4);
    bytes = 300_000;
    Page page = log.ofMerchant("M", Positions.START, 100);
    assertThat(page.events()).hasSize(4);
    assertThat(page.more()).isTrue();
    assertThat(log.ofMerchant("M", after(page), 1).events().getFirst().sequence()).isEqualTo(5);
    bytes = 9_000_000;
    assertThat(log.ofSubscription("S1", 0, 100).events()).hasSize(1);
  }

  @Test
  void pageForWhichTimeGetsShort_shouldEndEarly_andSayThatThereIsMore() {
    LongStream.rangeClosed(1, 40).forEach(i -> take("M", "S1", i, 0, i, i));
    Page page =
        Deadline.within(Duration.ofSeconds(1), () -> log.ofMerchant("M", Positions.START, 40));
    assertThat(sequences(page)).hasSize(16);
    assertThat(page.more()).isTrue();
    assertThat(log.ofMerchant("M", after(page), 40).events()).hasSize(24);
  }

  @Test
  void positions_shouldComeBackAsTheyWere() {
    Positions positions = new Positions(Map.of(0, 7L, 63, Long.MAX_VALUE));
    assertThat(Positions.parse(positions.text())).contains(positions);
    assertThat(Positions.parse(Positions.START.text())).contains(Positions.START);
    for (String text : List.of("", "*", "AAAA", "7", "AQA")) {
      assertThat(Positions.parse(text)).as(text).isEmpty();
    }
  }

  private void take(
      String clientId, String subscriptionId, long sequence, int partition, long offset, long ms) {
    stored.take(clientId, subscriptionId, sequence, partition, offset, ms);
    ledger.put(
        partition + "@" + offset,
        new Event(
            subscriptionId + "/" + sequence,
            subscriptionId,
            clientId,
            sequence,
            "t",
            "",
            JsonNode.nullNode()));
  }

  private List<LedgerReader.Read> read(List<EventPlace> places) {
    reads.add(places.size());
    return places.stream()
        .map(place -> ledger.get(place.partition() + "@" + place.offset()))
        .map(event -> new LedgerReader.Read(Objects.requireNonNull(event), bytes))
        .toList();
  }

  private static Positions after(Page page) {
    return Positions.parse(page.next()).orElseThrow();
  }

  private static List<Long> sequences(Page page) {
    return page.events().stream().map(Event::sequence).toList();
  }
}
