package dev.recur.schemas.kafka;

import static dev.recur.schemas.kafka.WriteBehindCourse.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;

/**
 * An iterator that is open while its store is written to, and what it must show whatever is
 * written: each key at most once, in order, and all that was there and was left alone.
 */
final class WalkedEntries {

  private final KeyValueIterator<Bytes, byte[]> entries;
  private final Map<String, String> before;
  private final boolean reverse;
  private final Set<String> written = new HashSet<>();
  private final List<String> seen = new ArrayList<>();

  /**
   * Begins before the first entry.
   *
   * @param is what is in its range now, in its order
   */
  WalkedEntries(KeyValueIterator<Bytes, byte[]> entries, NavigableMap<String, String> is) {
    this.entries = entries;
    this.before = new LinkedHashMap<>(is);
    this.reverse = is.comparator() != null;
  }

  /** From now on it may be shown or not. */
  void written(String key) {
    written.add(key);
  }

  /** Goes on by some entries, if there are as many. */
  void walk(int count) {
    for (int n = 0; n < count && entries.hasNext(); n++) {
      Bytes next = entries.peekNextKey();
      var entry = entries.next();
      assertThat(entry.key).isEqualTo(next);
      String key = text(entry.key.get());
      if (!seen.isEmpty()) {
        int order = key.compareTo(seen.getLast());
        assertThat(reverse ? -order : order).isPositive();
      }
      assertThat(entry.value).isNotNull();
      if (!written.contains(key)) {
        assertThat(before).containsEntry(key, text(entry.value));
      }
      seen.add(key);
    }
  }

  /** Goes to the end. */
  void finish() {
    walk(Integer.MAX_VALUE);
    List<String> missing = new ArrayList<>(before.keySet());
    missing.removeAll(written);
    missing.removeAll(seen);
    assertThat(missing).isEmpty();
    close();
  }

  /** Twice is harmless. */
  void close() {
    entries.close();
    entries.close();
  }
}
