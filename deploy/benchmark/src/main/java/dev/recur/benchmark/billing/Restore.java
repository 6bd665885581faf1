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
 * @param seconds a start without state takes longer than one with it
 * @param rawSeconds one consumer takes to read the same changelogs and do nothing
 */
record Restore(int subscriptions, long bytes, double seconds, double rawSeconds) {

  private static final Duration POLL = Duration.ofMillis(200);

  /** Ends the worker and starts it twice: with its state and without. */
  static Restore of(Session session, LocalKafka kafka, WorkerRig worker) {
    Path state = WorkerRig.stateDir(session.directory());
    worker.process().close();
    long bytes = Directories.bytes(state);
    double with = seconds(worker.process()::restart);
    worker.process().close();
    Directories.delete(state);
    double without = seconds(worker.process()::restart);
    worker.process().close();
    double raw = seconds(() -> readAll(BareTopics.settings(kafka).consumer()));
    session.says(
        String.format(
            Locale.ROOT,
            "ready after %.1f s with state and %.1f s without; %.1f s for a raw read",
            with,
            without,
            raw));
    return new Restore(worker.created(), bytes, without - with, raw);
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

  /** What was found. */
  List<Figure> figures() {
    return List.of(
        new Figure(
            "state on disk", "bytes per subscription", List.of(bytes / (double) subscriptions)),
        new Figure("restore of %d".formatted(subscriptions), "s", List.of(seconds)),
        new Figure("raw read of the changelogs", "s", List.of(rawSeconds)));
  }
}
