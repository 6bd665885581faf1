package dev.recur.billing.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.billing.domain.ClockId;
import dev.recur.schemas.kafka.WatchedStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DueIndexTest {

  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
  private static final ClockId TEST_CLOCK = new ClockId.Test("clock-1");
  private static final int ALL = Integer.MAX_VALUE;

  private final AtomicInteger reads = new AtomicInteger();

  /** One of which it is counted how often a range of it is read. */
  private KeyValueStore<Bytes, byte[]> store() {
    return WatchedStore.tellingRanges(_ -> reads.incrementAndGet());
  }

  private static DueKey live(Instant dueAt, int subscription) {
    return new DueKey(ClockId.LIVE, dueAt, "subscription-" + subscription);
  }

  private static List<DueKey> due(DueIndex index, Instant through) {
    return index.due(ClockId.LIVE, through, ALL, _ -> false);
  }

  @Test
  void whatWasDeletedAhead_shouldNotBeSteppedOver_atEachLook() {
    DueIndex index = new DueIndex(store());
    for (int n = 0; n < 1_000; n++) {
      index.put(live(NOON.plusSeconds(300).plusMillis(n), n));
    }
    for (int n = 0; n < 1_000; n++) {
      index.remove(live(NOON.plusSeconds(300).plusMillis(n), n));
    }

    for (int look = 0; look < 6_000; look++) {
      assertThat(due(index, NOON.plusMillis(look * 50L))).isEmpty();
    }

    assertThat(reads).hasValueLessThanOrEqualTo(1);
  }

  /** Each sorts before all that is due, and would be found first, for ever. */
  @ParameterizedTest
  @ValueSource(ints = {0, 7, 9})
  void keyThatCannotBeRead_shouldStayAndBePassedOver(int length) {
    KeyValueStore<Bytes, byte[]> store = store();
    DueIndex index = new DueIndex(store);
    for (ClockId clock : List.of(ClockId.LIVE, TEST_CLOCK)) {
      byte[] prefix = DueKey.prefix(clock);
      byte[] key = Arrays.copyOf(prefix, prefix.length + length);
      if (length > Long.BYTES) {
        key[key.length - 1] = (byte) 0xff; // No UTF-8.
      }
      DueKey good = new DueKey(clock, NOON, "good");
      index.put(good);
      store.put(Bytes.wrap(key), new byte[] {1});

      assertThat(index.due(clock, NOON, 1, _ -> false)).containsExactly(good);
      index.remove(good);
      assertThat(index.due(clock, NOON, 1, _ -> false)).isEmpty();
    }
    assertThat(store.approximateNumEntries()).isEqualTo(2);
  }

  @Test
  void oneInstantsMany_shouldBeReadOnce_howeverOftenIsLooked() {
    DueIndex index = new DueIndex(store());
    int many = 10 * DueIndex.READ_AT_ONCE;
    for (int n = 0; n < many; n++) {
      index.put(live(NOON, n));
    }

    int taken = 0;
    List<DueKey> items;
    do {
      items = index.due(ClockId.LIVE, NOON, 10, _ -> false);
      items.forEach(index::remove);
      taken += items.size();
    } while (!items.isEmpty());

    assertThat(taken).isEqualTo(many);
    assertThat(reads).hasValueLessThanOrEqualTo(many / DueIndex.READ_AT_ONCE + 1);
  }

  @Test
  void whatIsPassedOver_shouldBeTakenAgain_whenItIsPut() {
    DueIndex index = new DueIndex(store());
    DueKey aside = live(NOON, 1);
    index.put(aside);
    index.put(live(NOON, 2));

    assertThat(index.due(ClockId.LIVE, NOON, ALL, "subscription-1"::equals))
        .containsExactly(live(NOON, 2));
    index.put(aside);

    assertThat(due(index, NOON)).containsExactly(aside, live(NOON, 2));
  }

  @Test
  void anotherProcesssIndex_shouldFindWhatIsThere() {
    KeyValueStore<Bytes, byte[]> store = store();
    new DueIndex(store).put(live(NOON.minusSeconds(1), 1));

    assertThat(due(new DueIndex(store), NOON)).containsExactly(live(NOON.minusSeconds(1), 1));
  }

  @Test
  void moreTestClocksThanAreKept_shouldPutOutNeitherTheLiveOne_norWhatIsDueOnThem() {
    DueIndex index = new DueIndex(store());
    DueKey onFirst = new DueKey(new ClockId.Test("clock-0"), NOON, "subscription-1");
    index.put(onFirst);
    index.put(live(NOON, 1));
    assertThat(due(index, NOON)).hasSize(1);
    for (int n = 0; n <= DueIndex.TEST_CLOCKS_MAX; n++) {
      index.due(new ClockId.Test("clock-" + n), NOON, 1, _ -> false);
    }
    int before = reads.get();

    assertThat(due(index, NOON)).containsExactly(live(NOON, 1));

    assertThat(reads).hasValue(before);
    assertThat(index.due(onFirst.clock(), NOON, 1, _ -> false)).containsExactly(onFirst);
    assertThat(reads).hasValue(before + 1);
  }

  /** Whatever is put, removed and asked for, in whatever order: as a sorted set would answer. */
  @Property(tries = 60)
  void anyCourse_shouldBeAnsweredAsByASortedSet(@ForAll long seed) {
    Random random = new Random(seed);
    DueIndex index = new DueIndex(store());
    TreeSet<DueKey> model =
        new TreeSet<>(
            Comparator.comparing((DueKey key) -> key.clock().toString())
                .thenComparing(DueKey::dueAt)
                .thenComparing(DueKey::subscriptionId));
    Set<String> passedOver = new HashSet<>();
    int span = 1 + random.nextInt(2_000);
    for (int step = 0; step < 600; step++) {
      ClockId clock = random.nextInt(4) == 0 ? TEST_CLOCK : ClockId.LIVE;
      switch (random.nextInt(6)) {
        case 0, 1 -> {
          // Many at once, so that more is there than is kept at hand.
          for (int n = random.nextInt(40); n >= 0; n--) {
            DueKey key =
                new DueKey(clock, NOON.plusMillis(random.nextInt(span)), "s" + random.nextInt(50));
            index.put(key);
            model.add(key);
          }
        }
        case 2 -> {
          DueKey any = new DueKey(clock, NOON.plusMillis(random.nextInt(span)), "s");
          DueKey key = model.ceiling(any);
          if (key != null) {
            index.remove(key);
            model.remove(key);
          }
        }
        case 3 -> {
          if (passedOver.isEmpty()) {
            passedOver.add("s" + random.nextInt(50));
          } else {
            String again = passedOver.iterator().next();
            passedOver.remove(again);
            model.stream().filter(key -> key.subscriptionId().equals(again)).forEach(index::put);
          }
        }
        default -> {
          Instant through = NOON.plusMillis(random.nextInt(span + 100));
          int max = 1 + random.nextInt(600);
          List<DueKey> due = index.due(clock, through, max, passedOver::contains);
          assertThat(due).isEqualTo(expected(model, clock, through, max, passedOver));
          if (random.nextBoolean()) {
            due.forEach(index::remove);
            due.forEach(model::remove);
          }
        }
      }
    }
  }

  private static List<DueKey> expected(
      Set<DueKey> model, ClockId clock, Instant through, int max, Set<String> passedOver) {
    List<DueKey> expected = new ArrayList<>();
    for (DueKey key : model) {
      if (key.clock().equals(clock)
          && !key.dueAt().isAfter(through)
          && !passedOver.contains(key.subscriptionId())
          && expected.size() < max) {
        expected.add(key);
      }
    }
    return expected;
  }
}
