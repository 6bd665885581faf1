package dev.recur.schemas.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

class BoundedRocksDbMemoryTest {

  private static final Map<String, Object> CONFIG = Map.of(BoundedRocksDbMemory.MEMORY_MB, 16);

  @TempDir Path directory;

  @Test
  void allStores_shouldShareOneBound() throws Exception {
    RocksDB.loadLibrary();
    try (Options first = options();
        Options second = options();
        RocksDB one = RocksDB.open(first, directory.resolve("one").toString());
        RocksDB two = RocksDB.open(second, directory.resolve("two").toString())) {

      assertThat(first.writeBufferManager()).isSameAs(second.writeBufferManager());
      assertThat(one.getLongProperty("rocksdb.block-cache-capacity")).isEqualTo(16 * 1024 * 1024);

      long before = two.getLongProperty("rocksdb.block-cache-usage");
      byte[] value = new byte[64 * 1024];
      for (int i = 0; i < 32; i++) {
        one.put(new byte[] {(byte) i}, value);
      }
      assertThat(two.getLongProperty("rocksdb.block-cache-usage"))
          .as("what one store writes, the other's cache counts")
          .isGreaterThan(before);
      new BoundedRocksDbMemory().close("one", first);
      two.put(new byte[] {1}, value);
    }
  }

  @Test
  void settings_shouldNameIt() {
    KafkaSettings settings =
        KafkaSettings.of("broker:9092", "http://registry", 4, (short) 1, directory);

    assertThat(
            new StreamsConfig(settings.streams("app"))
                .getClass(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG))
        .isEqualTo(BoundedRocksDbMemory.class);
    assertThat(settings.streams("app")).containsEntry(BoundedRocksDbMemory.MEMORY_MB, 256);
  }

  private static Options options() {
    Options options = new Options().setCreateIfMissing(true);
    options.setTableFormatConfig(new BlockBasedTableConfig());
    new BoundedRocksDbMemory().setConfig("store", options, CONFIG);
    return options;
  }
}
