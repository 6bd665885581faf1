package dev.recur.notifier.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.audit.rules.Audit;
import dev.recur.notifier.audit.rules.Bookkeeping;
import dev.recur.notifier.audit.rules.Books;
import dev.recur.notifier.audit.rules.Entry;
import dev.recur.notifier.audit.rules.Finding;
import dev.recur.notifier.audit.rules.Plan;
import dev.recur.notifier.audit.rules.RandomLedger;
import dev.recur.notifier.audit.rules.Watch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * Whatever is at hand, whenever somebody looks and however often a new process begins: books and
 * findings are those of the rules, and the index has what the books say is late, and nothing else.
 */
class BookkeeperTest {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration LONG_PATIENCE = Duration.ofHours(24);
  private static final int NAMED_MAX = 1_000;

  /** One life, read in some order while time passes. */
  private static final class Life {
    private final Random random;
    private final Optional<String> clock;
    private final KeyValueStore<Bytes, byte[]> books = Stores.inMemoryKeyValueStore("b").get();
    private final KeyValueStore<Bytes, byte[]> watches = Stores.inMemoryKeyValueStore("w").get();
    private final List<List<Bookkeeping.Input>> topics;
    private final List<Finding> found = new ArrayList<>();
    private final List<Finding> expected = new ArrayList<>();
    private WatchIndex index = new WatchIndex(watches);
    private Bookkeeper keeper = new Bookkeeper(new BookShelf(books, new ShelfRoom(0)), index);
    private Books right = Books.NONE;
    private Instant now;

    /** True while it is as an earlier version did it, which had no reminders. */
    private boolean isEarlierVersion;

    Life(long seed, long order) {
      random = new Random(order);
      isEarlierVersion = random.nextInt(4) == 0;
      clock = random.nextInt(4) == 0 ? Optional.of("C1") : Optional.empty();
      List<Entry> ledger = clock.isPresent() ? RandomLedger.of(seed, "C1") : RandomLedger.of(seed);
      now = ledger.getFirst().recordedAt();
      topics =
          Stream.of(
                  Bookkeeping.events(ledger),
                  Bookkeeping.requests(ledger),
                  Bookkeeping.results(ledger))
              .collect(Collectors.toCollection(ArrayList::new));
      topics.removeIf(List::isEmpty);
    }

    void live() {
      while (!topics.isEmpty()) {
        List<Bookkeeping.Input> topic = topics.get(random.nextInt(topics.size()));
        read(topic.removeFirst());
        topics.removeIf(List::isEmpty);
        shouldBeConsistent();
        pass();
      }
      now = now.plus(Duration.ofDays(900));
      look();
    }

    private void read(Bookkeeping.Input input) {
      // Something is lost now and then, so that not all adds up.
      if (random.nextInt(20) == 0) {
        return;
      }
      Audit audit = input.read(right, now);
      right = audit.books();
      expected.addAll(audit.findings());
      found.addAll(
          keeper
              .take(
                  RandomLedger.ID,
                  before -> input.read(before, now),
                  before -> before,
                  isEarlierVersion ? Instant.MAX : lateFrom())
              .findings());
    }

    private void pass() {
      now =
          switch (random.nextInt(8)) {
            case 0 -> now.plus(Duration.ofMinutes(4));
            case 1 -> now.plus(PATIENCE);
            case 2 -> right.at().isAfter(now) ? right.at() : now.plus(Duration.ofDays(2));
            case 3 -> now.plus(LONG_PATIENCE);
            default -> now.plusSeconds(random.nextInt(3));
          };
      if (random.nextInt(6) == 0) {
        isEarlierVersion = false;
        index = new WatchIndex(watches);
        int room = random.nextBoolean() ? 0 : ShelfRoom.BYTES_MAX;
        keeper = new Bookkeeper(new BookShelf(books, new ShelfRoom(room)), index);
      }
      if (!isEarlierVersion && random.nextInt(3) == 0) {
        look();
      }
    }

    private Instant lateFrom() {
      return now.minus(PATIENCE);
    }

    private void look() {
      assertThat(keeper.lookAgain(lateFrom())).isEmpty();
      shouldBeConsistent();
      Optional<String> none = Optional.empty();
      shouldShow(Watch.Kind.UNMATCHED, none, now.minus(PATIENCE));
      if (right.plan().isPresent()) {
        Optional<String> on = right.plan().flatMap(Plan::clock);
        shouldShow(Watch.Kind.EXPECTED, on, now.minus(PATIENCE));
        shouldShow(Watch.Kind.IN_FLIGHT, on, now.minus(LONG_PATIENCE));
      }
    }

    private void shouldShow(Watch.Kind kind, Optional<String> on, Instant until) {
      Set<Watch> late = new HashSet<>(Watch.of(RandomLedger.ID, right));
      late.removeIf(watch -> watch.kind() != kind || watch.since().isAfter(until));
      assertThat(index.late(kind, on, until, NAMED_MAX).first())
          .containsExactlyInAnyOrderElementsOf(late);
    }

    /** The store has a reminder before anything is late, or each thing by itself. */
    private void shouldBeConsistent() {
      Kept kept = new BookShelf(books, new ShelfRoom(0)).of(RandomLedger.ID);
      assertThat(kept.books()).isEqualTo(right);
      Set<Watch> watched = Watch.of(RandomLedger.ID, right);
      assertThat(Watch.earliest(right))
          .isEqualTo(watched.stream().map(Watch::since).min(Instant::compareTo));
      assertThat(written()).isEqualTo(kept.lookAt().isPresent() ? 1 : watched.size());
      kept.lookAt()
          .ifPresent(at -> assertThat(watched).isNotEmpty().allMatch(w -> !w.since().isBefore(at)));
      if (clock.isPresent() && right.plan().isPresent()) {
        assertThat(kept.lookAt()).isEmpty();
      }
    }

    private int written() {
      int count = 0;
      try (KeyValueIterator<Bytes, byte[]> all = watches.all()) {
        for (; all.hasNext(); all.next()) {
          count++;
        }
      }
      return count;
    }
  }

  @Property(tries = 300)
  void index_shouldHaveWhatIsLate_whateverIsAtHand(@ForAll long seed, @ForAll long order) {
    Life life = new Life(seed, order);
    life.live();
    assertThat(life.found).isEqualTo(life.expected);
  }

  /** The bound is one of the process, whatever number of tasks it has. */
  @Property(tries = 20)
  void room_shouldBeSharedByAllTasks(@ForAll long seed) {
    ShelfRoom room = new ShelfRoom(64_000);
    KeyValueStore<Bytes, byte[]> store = Stores.inMemoryKeyValueStore("b").get();
    List<BookShelf> shelves = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      shelves.add(new BookShelf(store, room));
    }
    Random random = new Random(seed);
    Books books = Books.NONE;
    for (Bookkeeping.Input input : Bookkeeping.events(RandomLedger.of(seed))) {
      books = input.read(books, Instant.EPOCH).books();
      Kept kept = new Kept(books, Optional.empty());
      for (BookShelf shelf : shelves) {
        shelf.put("S" + random.nextInt(20), kept);
      }
    }

    assertThat(shelves.stream().mapToInt(BookShelf::bytesAtHand).sum()).isLessThanOrEqualTo(64_000);
    shelves.subList(1, 64).forEach(BookShelf::close);
    assertThat(room.bytesOfEach()).isEqualTo(64_000);
  }
}
