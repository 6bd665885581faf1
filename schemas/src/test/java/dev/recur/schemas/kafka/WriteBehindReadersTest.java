package dev.recur.schemas.kafka;

import static dev.recur.schemas.kafka.WriteBehindCourse.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.kafka.WriteBehindStore.Bound;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class WriteBehindReadersTest {

  private static final int WRITES = 30_000;
  private static final int ALIVE = 100;
  private static final Bytes STAYS = bytes("m");
  private static final byte[] VALUE = {1};

  private final WriteBehindStore store =
      new WriteBehindStore(
          Stores.inMemoryKeyValueStore("inner").get(), new Bound(5_000, 0, 50, new AtomicLong()));

  /** As an interactive query does it, or whoever shows how much there is. */
  @Test
  void anotherThread_shouldReadInOrder_whileTheStoreIsWritten() throws Exception {
    store.init(TestStoreContext.in(Path.of("target", "none")), store);
    store.put(STAYS, VALUE);
    AtomicBoolean written = new AtomicBoolean();
    try (ExecutorService reader = Executors.newSingleThreadExecutor()) {
      Future<Integer> rounds = reader.submit(() -> readUntil(written));
      try {
        write();
      } finally {
        written.set(true);
      }
      assertThat(rounds.get()).isPositive();
    }
  }

  private void write() {
    for (int n = 0; n < WRITES; n++) {
      store.put(key(n), VALUE);
      store.put(key(n - ALIVE), null);
    }
  }

  /** Half of them lie before what stays. */
  private static Bytes key(int n) {
    return bytes((n % 2 == 0 ? "a" : "z") + n);
  }

  private int readUntil(AtomicBoolean written) {
    int rounds = 0;
    do {
      TreeSet<Bytes> seen = new TreeSet<>();
      try (KeyValueIterator<Bytes, byte[]> entries = store.all()) {
        while (entries.hasNext()) {
          Bytes key = entries.next().key;
          assertThat(seen.isEmpty() || seen.getLast().compareTo(key) < 0).isTrue();
          seen.add(key);
        }
      }
      assertThat(seen).contains(STAYS);
      assertThat(store.get(STAYS)).isNotNull();
      assertThat(store.approximateNumEntries()).isPositive();
      rounds++;
    } while (!written.get());
    return rounds;
  }
}
