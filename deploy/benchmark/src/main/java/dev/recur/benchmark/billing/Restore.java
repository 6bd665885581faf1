package dev.recur.benchmark.billing;

import dev.recur.benchmark.Session;
import dev.recur.benchmark.report.Figure;
import dev.recur.benchmark.rig.BareTopics;
import dev.recur.benchmark.rig.Directories;
import dev.recur.benchmark.rig.WorkerRig;
import dev.recur.local.process.LocalKafka;
import dev.recur.schemas.kafka.ByteClients;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The worker's state: what it takes on disk, and how long it takes to make again.
 *
 * @param subscriptions how many there are
 * @param bytes of its directory
 * @param seconds starts without state take longer than those with it, from median to median
 * @param rawSeconds one consumer takes to read the same changelogs and do nothing
 */
record Restore(int subscriptions, long bytes, double seconds, List<Double> rawSeconds) {

  private static final Duration POLL = Duration.ofMillis(200);

  Restore {
    rawSeconds = List.copyOf(rawSeconds);
  }

  /** Ends the worker and starts it by turns with its state and without. */
  static Restore of(Session session, LocalKafka kafka, WorkerRig worker, int repetitions) {
    Path state = WorkerRig.stateDir(session.directory());
    worker.process().close();
    long bytes = Directories.bytes(state);
    List<Double> with = new ArrayList<>();
    List<Double> without = new ArrayList<>();
    List<Double> raw = new ArrayList<>();
    for (int n = 0; n < repetitions; n++) {
      with.add(seconds(worker.process()::restart));
      worker.process().close();
      Directories.delete(state);
      without.add(seconds(worker.process()::restart));
      worker.process().close();
      raw.add(seconds(() -> readAll(BareTopics.settings(kafka).consumer())));
      session.says(
          String.format(
              Locale.ROOT,
              "ready after %.1f s with state and %.1f s without; %.1f s for a raw read",
              with.getLast(),
              without.getLast(),
              raw.getLast()));
    }
    return new Restore(worker.created(), bytes, Figure.median(without) - Figure.median(with), raw);
  }

  private static void readAll(Map<String, Object> config) {
    try (Consumer<byte[], byte[]> consumer = ByteClients.consumer(config)) {
      List<TopicPartition> partitions =
          CycleRecords.changelogs().stream()
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(it -> new TopicPartition(it.topic(), it.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        var _ = consumer.poll(POLL);
      }
    }
  }

  private static double seconds(Runnable what) {
    long start = System.nanoTime();
    what.run();
    return (System.nanoTime() - start) / 1e9;
  }

  /**
   * Whether it says anything: in the short form there is little to restore, and where starts
   * without state take no longer than those with it, other things were measured.
   */
  boolean isTold(Session session) {
    return !session.isShort() && seconds > 0;
  }

  /** How much longer than reading and doing nothing. */
  double ratio() {
    return seconds / Figure.median(rawSeconds);
  }

  /** What was found. */
  List<Figure> figures() {
    return List.of(
        new Figure(
            "state on disk", "bytes per subscription", List.of(bytes / (double) subscriptions)),
        new Figure("restore of %d".formatted(subscriptions), "s", List.of(seconds)),
        new Figure("raw read of the changelogs", "s", rawSeconds));
  }
}
