package dev.recur.benchmark.billing;

import static java.util.Objects.requireNonNull;

import dev.recur.benchmark.rig.Directories;
import dev.recur.schemas.kafka.BoundedRocksDbMemory;
import dev.recur.schemas.kafka.ByteClients;
import dev.recur.schemas.kafka.KafkaSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * A worker's changelogs, from begin to end, without a worker.
 *
 * @param settings how the broker is met, and with how many threads and how much memory
 * @param partitions all of them
 */
record Changelogs(KafkaSettings settings, List<TopicPartition> partitions) {

  private static final Duration POLL = Duration.ofMillis(200);

  /** As Kafka Streams opens its stores, apart from what the worker's own bound on memory says. */
  private static final long BLOCK_BYTES = 4096;

  private static final long WRITE_BUFFER_BYTES = 16 * 1024 * 1024;
  private static final int WRITE_BUFFERS = 3;

  static {
    RocksDB.loadLibrary();
  }

  Changelogs {
    partitions = List.copyOf(partitions);
  }

  static Changelogs of(KafkaSettings settings) {
    try (Consumer<byte[], byte[]> consumer = ByteClients.consumer(settings.consumer())) {
      return new Changelogs(
          settings,
          CycleRecords.Parts.ofBillingRun().changelogs().stream()
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(it -> new TopicPartition(it.topic(), it.partition()))
              .toList());
    }
  }

  /** What is done with records that were read. */
  @FunctionalInterface
  private interface Step {
    void take(ConsumerRecords<byte[], byte[]> records) throws RocksDBException;
  }

  /** Seconds that one consumer takes to read them and do nothing. */
  double read() {
    try {
      return read(partitions, _ -> {});
    } catch (RocksDBException e) {
      throw new IllegalStateException("Nothing is written here.", e);
    }
  }

  /**
   * Seconds that as many threads as a topology has take to read them and write each into a RocksDB
   * of its partition, as Kafka Streams writes what it has polled: in a batch, without a log.
   *
   * @param directory for the databases; it is deleted again
   */
  double write(Path directory) {
    Directories.create(directory);
    int threads = settings.streamThreads();
    List<Callable<Double>> parts =
        IntStream.range(0, threads)
            .<Callable<Double>>mapToObj(
                thread ->
                    () ->
                        write(
                            IntStream.range(0, partitions.size())
                                .filter(it -> it % threads == thread)
                                .mapToObj(partitions::get)
                                .toList(),
                            directory))
            .toList();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      double slowest = 0;
      for (Future<Double> part : executor.invokeAll(parts)) {
        slowest = Math.max(slowest, part.get());
      }
      return slowest;
    } catch (ExecutionException e) {
      throw new IllegalStateException("The changelogs cannot be written.", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted.", e);
    } finally {
      Directories.delete(directory);
    }
  }

  private double write(List<TopicPartition> mine, Path directory) throws RocksDBException {
    try (BloomFilter filter = new BloomFilter();
        Options options = options(filter);
        WriteOptions unlogged = new WriteOptions().setDisableWAL(true)) {
      Map<TopicPartition, RocksDB> databases = new HashMap<>();
      try {
        for (TopicPartition partition : mine) {
          databases.put(
              partition, RocksDB.open(options, directory.resolve(partition.toString()).toString()));
        }
        return read(
            mine,
            records -> {
              for (TopicPartition partition : records.partitions()) {
                write(
                    records.records(partition), requireNonNull(databases.get(partition)), unlogged);
              }
            });
      } finally {
        databases.values().forEach(RocksDB::close);
      }
    }
  }

  private Options options(BloomFilter filter) {
    Options options =
        new Options()
            .setCreateIfMissing(true)
            .setCompressionType(CompressionType.NO_COMPRESSION)
            .setCompactionStyle(CompactionStyle.UNIVERSAL)
            .setWriteBufferSize(WRITE_BUFFER_BYTES)
            .setMaxWriteBufferNumber(WRITE_BUFFERS)
            .setIncreaseParallelism(Math.max(Runtime.getRuntime().availableProcessors(), 2))
            .setTableFormatConfig(
                new BlockBasedTableConfig().setBlockSize(BLOCK_BYTES).setFilterPolicy(filter));
    new BoundedRocksDbMemory()
        .setConfig(
            "bare", options, Map.of(BoundedRocksDbMemory.MEMORY_MB, settings.rocksdbMemoryMb()));
    return options;
  }

  private static void write(
      List<ConsumerRecord<byte[], byte[]>> records, RocksDB database, WriteOptions unlogged)
      throws RocksDBException {
    try (WriteBatch batch = new WriteBatch()) {
      for (ConsumerRecord<byte[], byte[]> record : records) {
        if (record.value() == null) {
          batch.delete(record.key());
        } else {
          batch.put(record.key(), record.value());
        }
      }
      database.write(unlogged, batch);
    }
  }

  /** Seconds from the first record that is asked for; that there is a consumer is no part of it. */
  private double read(List<TopicPartition> some, Step step) throws RocksDBException {
    try (Consumer<byte[], byte[]> consumer = ByteClients.consumer(settings.consumer())) {
      consumer.assign(some);
      consumer.seekToBeginning(some);
      Map<TopicPartition, Long> ends = consumer.endOffsets(some);
      long start = System.nanoTime();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        step.take(consumer.poll(POLL));
      }
      return (System.nanoTime() - start) / 1e9;
    }
  }
}
