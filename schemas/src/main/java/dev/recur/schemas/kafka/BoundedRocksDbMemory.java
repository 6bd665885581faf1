package dev.recur.schemas.kafka;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.HyperClockCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * One bound on the memory of all RocksDB stores of the process together: blocks, indexes, filters
 * and write buffers share it. By default each store has a bound of its own, and with many
 * partitions the sum outgrows the machine.
 */
public final class BoundedRocksDbMemory implements RocksDBConfigSetter {

  /** Property of the topology: the bound, in mebibytes. */
  public static final String MEMORY_MB = "recur.rocksdb.memory.mb";

  /** Part of the memory that write buffers may take. */
  private static final double WRITE_BUFFERS_SHARE = 0.4;

  /** The cache finds out how large blocks are. */
  private static final int ENTRY_BYTES_BY_ITSELF = 0;

  private static final int SHARD_BITS_BY_DEFAULT = -1;

  private static @Nullable Shared shared;

  private record Shared(Cache blocks, WriteBufferManager writeBuffers) {}

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    Shared memory = shared(configs);
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(memory.blocks());
    table.setCacheIndexAndFilterBlocks(true);
    table.setCacheIndexAndFilterBlocksWithHighPriority(true);
    table.setPinTopLevelIndexAndFilter(true);
    options.setWriteBufferManager(memory.writeBuffers());
    options.setTableFormatConfig(table);
  }

  /** Nothing: the memory belongs to the process and not to the store. */
  @Override
  public void close(String storeName, Options options) {}

  private static synchronized Shared shared(Map<String, Object> configs) {
    if (shared == null) {
      RocksDB.loadLibrary();
      long bytes = Long.parseLong(String.valueOf(configs.get(MEMORY_MB))) * 1024 * 1024;
      Cache blocks =
          new HyperClockCache(bytes, ENTRY_BYTES_BY_ITSELF, SHARD_BITS_BY_DEFAULT, false);
      long writeBufferBytes = (long) (bytes * WRITE_BUFFERS_SHARE);
      shared = new Shared(blocks, new WriteBufferManager(writeBufferBytes, blocks));
    }
    return shared;
  }
}
