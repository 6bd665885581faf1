package dev.recur.schemas.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompactRangeOptions.BottommostLevelCompaction;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RateLimiter;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatchWithIndex;
import org.rocksdb.WriteOptions;

/**
 * Keys and values on the local disk, and how far the topics they are made from have been read, in
 * one write: after a crash the two always fit together. Nothing in it is the only copy; deleting
 * the directory makes it anew.
 */
public final class LocalStore implements AutoCloseable {

  private static final byte[] FORM_KEY = "form".getBytes(UTF_8);
  private static final String OFFSET_PREFIX = "offset/";
  private static final String FILES_THAT_WAIT = "rocksdb.num-files-at-level0";

  private static final long BLOCK_CACHE_BYTES = 32L << 20;
  private static final long WRITE_BUFFER_BYTES = 8L << 20;
  private static final int WRITE_BUFFERS_MAX = 2;

  /** What a limit is divided by in a second: nothing takes a processor for longer at a time. */
  private static final long REFILL_MICROS = 10_000;

  private static final int BLOOM_BITS_PER_KEY = 10;
  private static final int LOG_FILES_MAX = 2;
  private static final long LOG_FILE_BYTES_MAX = 1L << 20;

  static {
    RocksDB.loadLibrary();
  }

  private final LRUCache cache = new LRUCache(BLOCK_CACHE_BYTES);
  private final BloomFilter filter = new BloomFilter(BLOOM_BITS_PER_KEY);
  private final WritePace pace = WritePace.ofThisMachine();
  private final RateLimiter limiter =
      new RateLimiter(WritePace.UNLIMITED_BYTES_PER_SECOND, REFILL_MICROS);
  private final Options options;

  /** How many have a reason to be done soon; the first is that not all has been read yet. */
  private final AtomicInteger hurries = new AtomicInteger(1);

  private final WriteOptions writeOptions = new WriteOptions();
  private final ReadOptions readOptions = new ReadOptions();
  private final RocksDB db;

  private LocalStore(Path directory) throws RocksDBException {
    options =
        new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(WRITE_BUFFER_BYTES)
            .setMaxWriteBufferNumber(WRITE_BUFFERS_MAX)
            .setRateLimiter(limiter)
            .setLevel0SlowdownWritesTrigger(WritePace.FILES_SLOW_DOWN)
            .setLevel0StopWritesTrigger(WritePace.FILES_STOP)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
            .setKeepLogFileNum(LOG_FILES_MAX)
            .setMaxLogFileSize(LOG_FILE_BYTES_MAX)
            .setTableFormatConfig(
                new BlockBasedTableConfig()
                    .setBlockCache(cache)
                    .setCacheIndexAndFilterBlocks(true)
                    .setFilterPolicy(filter));
    db = RocksDB.open(options, directory.toString());
  }

  /**
   * Opens the store in a directory, which is made where there is none.
   *
   * @param form counts up when what is kept changes its form: a store of another form is made anew
   * @throws IllegalStateException when it cannot be opened, because another process has it or
   *     because it is damaged
   */
  public static LocalStore open(Path directory, int form) {
    try {
      Files.createDirectories(directory);
      LocalStore store = new LocalStore(directory);
      byte[] written = {(byte) form};
      byte[] found = store.db.get(FORM_KEY);
      if (found == null && store.isEmpty()) {
        store.db.put(FORM_KEY, written);
      } else if (!Arrays.equals(found, written)) {
        store.close();
        try (Options options = new Options()) {
          RocksDB.destroyDB(directory.toString(), options);
        }
        return open(directory, form);
      }
      return store;
    } catch (RocksDBException e) {
      throw new IllegalStateException(
          "The local store in "
              + directory
              + " cannot be opened: give each process a recur.kafka.state-dir of its own; if it is"
              + " damaged, delete the directory, which is then made anew from Kafka",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make " + directory, e);
    }
  }

  /**
   * From now on, flushes and compactions write no more in a second than they must to keep up
   * ({@link WritePace}). A compaction takes a processor for seconds otherwise, longer with more
   * that is kept, and who waits for an answer waits for that. To be called once what there was has
   * been read: until then it would only take longer.
   */
  public void writeEvenly() {
    hurries.decrementAndGet();
    keepPace();
  }

  /** Files that wait to be put together say how far behind compactions are. */
  private void keepPace() {
    try {
      limiter.setBytesPerSecond(
          hurries.get() > 0
              ? WritePace.UNLIMITED_BYTES_PER_SECOND
              : pace.bytesPerSecond(Long.parseLong(db.getProperty(FILES_THAT_WAIT))));
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  /** The value of a key, or null. */
  public byte @Nullable [] get(byte[] key) {
    try {
      return db.get(key);
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  /** Shows every key with the prefix, and its value, in the order of the keys. */
  public void forEach(byte[] prefix, BiConsumer<byte[], byte[]> action) {
    scan(
        prefix,
        after(prefix),
        (key, value) -> {
          action.accept(key, value);
          return true;
        });
  }

  /**
   * Shows keys and their values in the order of the keys.
   *
   * @param from first key
   * @param end first key that is not shown
   * @param goOn shown one after the other until it says false
   */
  public void scan(byte[] from, byte[] end, BiPredicate<byte[], byte[]> goOn) {
    try (Slice bound = new Slice(end);
        ReadOptions range = new ReadOptions().setIterateUpperBound(bound);
        RocksIterator iterator = db.newIterator(range)) {
      iterator.seek(from);
      while (iterator.isValid() && goOn.test(iterator.key(), iterator.value())) {
        iterator.next();
      }
      iterator.status();
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  /** From where each partition of a topic is to be read on. */
  public Map<Integer, Long> offsets(String topic) {
    Map<Integer, Long> offsets = new HashMap<>();
    byte[] prefix = (OFFSET_PREFIX + topic + "/").getBytes(UTF_8);
    forEach(
        prefix,
        (key, value) ->
            offsets.put(
                ByteBuffer.wrap(key, prefix.length, Integer.BYTES).getInt(),
                ByteBuffer.wrap(value).getLong()));
    return offsets;
  }

  /**
   * Takes off the disk what the keys of a range held before they were overwritten or deleted.
   * Without it that could lie there for as long as nothing else makes RocksDB tidy up. Somebody
   * waits for it, so it is not written evenly.
   *
   * @param first first key of the range
   * @param last last key of the range
   */
  public void purge(byte[] first, byte[] last) {
    hurries.incrementAndGet();
    keepPace();
    try (FlushOptions flush = new FlushOptions().setWaitForFlush(true);
        CompactRangeOptions all =
            new CompactRangeOptions()
                .setBottommostLevelCompaction(BottommostLevelCompaction.kForce)) {
      db.flush(flush); // What is in the log and in memory is compacted too.
      db.compactRange(db.getDefaultColumnFamily(), first, after(last), all);
    } catch (RocksDBException e) {
      throw failed(e);
    } finally {
      hurries.decrementAndGet();
      keepPace();
    }
  }

  /** The smallest key that comes after every key with a prefix; prefixes end in ASCII. */
  public static byte[] after(byte[] prefix) {
    byte[] after = prefix.clone();
    after[after.length - 1]++;
    return after;
  }

  /** Collects what a batch of records changes. */
  public Changes changes() {
    return new Changes();
  }

  private boolean isEmpty() {
    try (RocksIterator iterator = db.newIterator()) {
      iterator.seekToFirst();
      return !iterator.isValid();
    }
  }

  @Override
  public void close() {
    db.close();
    readOptions.close();
    writeOptions.close();
    options.close();
    limiter.close();
    filter.close();
    cache.close();
  }

  private static IllegalStateException failed(RocksDBException e) {
    return new IllegalStateException(
        "The local store failed: check the disk below recur.kafka.state-dir; deleting the"
            + " directory makes it anew from Kafka",
        e);
  }

  /** Changes that become visible together, and to themselves at once. For one thread. */
  public final class Changes {

    private WriteBatchWithIndex batch = new WriteBatchWithIndex(true);

    /** The value of a key as these changes will leave it, or null. */
    public byte @Nullable [] get(byte[] key) {
      try {
        return batch.getFromBatchAndDB(db, readOptions, key);
      } catch (RocksDBException e) {
        throw failed(e);
      }
    }

    /** Puts a value where there is none. */
    public void putIfAbsent(byte[] key, byte[] value) {
      if (get(key) == null) {
        put(key, value);
      }
    }

    /** Puts a value, whatever was there. */
    public void put(byte[] key, byte[] value) {
      try {
        batch.put(key, value);
      } catch (RocksDBException e) {
        throw failed(e);
      }
    }

    /** Takes a key away. */
    public void delete(byte[] key) {
      try {
        batch.delete(key);
      } catch (RocksDBException e) {
        throw failed(e);
      }
    }

    /** Writes the changes, and from where the topic is to be read on. */
    public void commit(String topic, Map<Integer, Long> nextOffsets) {
      byte[] prefix = (OFFSET_PREFIX + topic + "/").getBytes(UTF_8);
      nextOffsets.forEach(
          (partition, offset) ->
              put(
                  ByteBuffer.allocate(prefix.length + Integer.BYTES)
                      .put(prefix)
                      .putInt(partition)
                      .array(),
                  ByteBuffer.allocate(Long.BYTES).putLong(offset).array()));
      try (WriteBatchWithIndex written = batch) {
        batch = new WriteBatchWithIndex(true);
        db.write(writeOptions, written);
      } catch (RocksDBException e) {
        throw failed(e);
      }
      keepPace();
    }
  }
}
