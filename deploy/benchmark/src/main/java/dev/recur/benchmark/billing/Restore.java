package dev.recur.benchmark.billing;

import dev.recur.benchmark.Session;
import dev.recur.benchmark.report.Figure;
import dev.recur.benchmark.rig.BareTopics;
import dev.recur.benchmark.rig.Directories;
import dev.recur.benchmark.rig.Restored;
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
 * The worker's state: what it takes on disk, and how long it takes to make again. That is what the
 * worker says itself, from the first store's begin until the last one's end: the rest of a start,
 * which takes longer and differs more from one to the next, is no part of it.
 *
 * @param subscriptions how many there are
 * @param bytes of its directory
 * @param restored by each start without state
 * @param rawSeconds one consumer takes to read the same changelogs and do nothing
 */
record Restore(int subscriptions, long bytes, List<Restored> restored, List<Double> rawSeconds) {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final double MS_PER_SECOND = 1e3;

  Restore {
    restored = List.copyOf(restored);
    rawSeconds = List.copyOf(rawSeconds);
  }

  /** Ends the worker, and starts it without its state again and again. */
  static Restore of(Session session, LocalKafka kafka, WorkerRig worker, int repetitions) {
    Path state = WorkerRig.stateDir(session.directory());
    worker.process().close();
    long bytes = Directories.bytes(state);
    List<Restored> restored = new ArrayList<>();
    List<Double> raw = new ArrayList<>();
    session.rounds(
        0,
        repetitions,
        _ -> {
          Directories.delete(state);
          worker.process().restart();
          worker.process().close();
          restored.add(last(WorkerRig.log(session.directory()), restored.size() + 1));
          raw.add(readAll(BareTopics.settings(kafka).consumer()));
          session.says(
              String.format(
                  Locale.ROOT,
                  "  %d records restored in %.1f s; %.1f s for a raw read",
                  restored.getLast().records(),
                  seconds(restored.getLast()),
                  raw.getLast()));
        });
    return new Restore(worker.created(), bytes, restored, raw);
  }

  /** What the last start has restored; the ones before had to restore something, too. */
  private static Restored last(Path log, int starts) {
    List<Restored> all = Restored.in(log);
    if (all.size() != starts) {
      throw new IllegalStateException(
          "%d starts without state, and %d say in %s what they restored"
              .formatted(starts, all.size(), log));
    }
    return all.getLast();
  }

  /**
   * Seconds from the first record that is asked for; that there is a consumer counts for nobody.
   */
  private static double readAll(Map<String, Object> config) {
    try (Consumer<byte[], byte[]> consumer = ByteClients.consumer(config)) {
      List<TopicPartition> partitions =
          CycleRecords.Parts.ofBillingRun().changelogs().stream()
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(it -> new TopicPartition(it.topic(), it.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long start = System.nanoTime();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        var _ = consumer.poll(POLL);
      }
      return (System.nanoTime() - start) / 1e9;
    }
  }

  private static double seconds(Restored restored) {
    return restored.time().toMillis() / MS_PER_SECOND;
  }

  /** How much longer than reading and doing nothing. */
  double ratio() {
    return Figure.median(restored, Restore::seconds) / Figure.median(rawSeconds);
  }

  /** What was found. */
  List<Figure> figures() {
    return List.of(
        new Figure(
            "state on disk", "bytes per subscription", List.of(bytes / (double) subscriptions)),
        Figure.of(
            "changelogs of %d".formatted(subscriptions), "records", restored, Restored::records),
        Figure.of("restore of %d".formatted(subscriptions), "s", restored, Restore::seconds),
        new Figure("raw read of the changelogs", "s", rawSeconds));
  }
}
