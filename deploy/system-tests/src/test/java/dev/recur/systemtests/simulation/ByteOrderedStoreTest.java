package dev.recur.systemtests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** The store in memory is ordered as the one on disk is, or a run would show nothing. */
class ByteOrderedStoreTest {

  private final ByteOrderedStore memory = new ByteOrderedStore("memory");

  @Test
  void rangesAndPrefixes_shouldBeThoseOfRocksDb(@TempDir Path directory) throws RocksDBException {
    SplittableRandom dice = new SplittableRandom(1);
    try (Options options = new Options().setCreateIfMissing(true);
        RocksDB disk = RocksDB.open(options, directory.toString())) {
      for (int put = 0; put < 2_000; put++) {
        byte[] key = key(dice);
        if (dice.nextInt(4) == 0) {
          disk.delete(key);
          memory.delete(Bytes.wrap(key));
        } else {
          disk.put(key, new byte[] {(byte) put});
          memory.put(Bytes.wrap(key), new byte[] {(byte) put});
        }
      }
      for (int look = 0; look < 500; look++) {
        Bytes one = Bytes.wrap(key(dice));
        Bytes other = Bytes.wrap(key(dice));
        Bytes from = one.compareTo(other) < 0 ? one : other;
        Bytes to = one.compareTo(other) < 0 ? other : one;
        assertThat(inMemory(memory.range(from, to)))
            .isEqualTo(onDisk(disk, from, key -> key.compareTo(to) <= 0));
        assertThat(inMemory(memory.prefixScan(from, (_, prefix) -> prefix.get())))
            .isEqualTo(onDisk(disk, from, key -> startsWith(key, from)));
      }
    }
  }

  @Test
  void iterator_shouldSeeWhatWasThereWhenItWasOpened() {
    memory.put(Bytes.wrap(new byte[] {1}), new byte[] {1});
    memory.put(Bytes.wrap(new byte[] {2}), new byte[] {2});
    var all = memory.all();
    memory.delete(Bytes.wrap(new byte[] {2}));
    memory.put(Bytes.wrap(new byte[] {3}), new byte[] {3});
    assertThat(inMemory(all)).containsExactly("01", "02");
  }

  @Test
  void holds_shouldSeeWhatIsMissing_tooMuch_orOther() {
    Bytes key = Bytes.wrap(new byte[] {1});
    memory.put(key, new byte[] {2});

    assertThat(memory.holds(Map.of(key, new byte[] {2}))).isTrue();
    assertThat(memory.holds(Map.of(key, new byte[] {3}))).isFalse();
    assertThat(memory.holds(Map.of())).isFalse();
    assertThat(memory.holds(Map.of(key, new byte[] {2}, Bytes.wrap(new byte[] {9}), new byte[0])))
        .isFalse();
  }

  /** Short and of few different bytes, among them the least and the greatest, signed or not. */
  private static byte[] key(SplittableRandom dice) {
    byte[] alphabet = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff};
    byte[] key = new byte[1 + dice.nextInt(4)];
    for (int at = 0; at < key.length; at++) {
      key[at] = alphabet[dice.nextInt(alphabet.length)];
    }
    return key;
  }

  private interface Bound {
    boolean holds(Bytes key);
  }

  private static List<String> onDisk(RocksDB disk, Bytes from, Bound bound) {
    List<String> keys = new ArrayList<>();
    try (RocksIterator iterator = disk.newIterator()) {
      iterator.seek(from.get());
      while (iterator.isValid() && bound.holds(Bytes.wrap(iterator.key()))) {
        keys.add(HexFormat.of().formatHex(iterator.key()));
        iterator.next();
      }
    }
    return keys;
  }

  private static List<String> inMemory(
      org.apache.kafka.streams.state.KeyValueIterator<Bytes, byte[]> found) {
    List<String> keys = new ArrayList<>();
    found.forEachRemaining(entry -> keys.add(HexFormat.of().formatHex(entry.key.get())));
    found.close();
    return keys;
  }

  private static boolean startsWith(Bytes key, Bytes prefix) {
    return key.get().length >= prefix.get().length
        && Bytes.wrap(java.util.Arrays.copyOf(key.get(), prefix.get().length)).equals(prefix);
  }
}
