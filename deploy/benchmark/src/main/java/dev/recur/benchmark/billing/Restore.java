package dev.recur.benchmark.billing;

import dev.recur.benchmark.Session;
import dev.recur.benchmark.report.Figure;
import dev.recur.benchmark.rig.BareTopics;
import dev.recur.benchmark.rig.Directories;
import dev.recur.benchmark.rig.Restored;
import dev.recur.benchmark.rig.WorkerRig;
import dev.recur.local.process.LocalKafka;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The worker's state: what it takes on disk, and how long it takes to make again. That is what the
 * worker says itself, from the first store's begin until the last one's end: the rest of a start,
 * which takes longer and differs more from one to the next, is no part of it.
 *
 * @param subscriptions how many there are
 * @param bytes of its directory
 * @param restored by each start without state
 * @param rawSeconds one consumer takes to read the same changelogs and do nothing
 * @param bareSeconds it takes to read them and write each record into RocksDB, without Kafka
 *     Streams
 */
record Restore(
    int subscriptions,
    long bytes,
    List<Restored> restored,
    List<Double> rawSeconds,
    List<Double> bareSeconds) {

  private static final double MS_PER_SECOND = 1e3;

  Restore {
    restored = List.copyOf(restored);
    rawSeconds = List.copyOf(rawSeconds);
    bareSeconds = List.copyOf(bareSeconds);
  }

  /** Ends the worker, and starts it without its state again and again. */
  static Restore of(Session session, LocalKafka kafka, WorkerRig worker, int repetitions) {
    Path state = WorkerRig.stateDir(session.directory());
    worker.process().close();
    long bytes = Directories.bytes(state);
    List<Restored> restored = new ArrayList<>();
    List<Double> raw = new ArrayList<>();
    List<Double> bare = new ArrayList<>();
    Changelogs changelogs = Changelogs.of(BareTopics.settings(kafka));
    session.rounds(
        0,
        repetitions,
        _ -> {
          Directories.delete(state);
          worker.process().restart();
          worker.process().close();
          restored.add(last(WorkerRig.log(session.directory()), restored.size() + 1));
          raw.add(changelogs.read());
          bare.add(changelogs.write(session.directory().resolve("bare-restore")));
          session.says(
              String.format(
                  Locale.ROOT,
                  "  %d records restored in %.1f s; %.1f s to read them, %.1f s with RocksDB alone",
                  restored.getLast().records(),
                  seconds(restored.getLast()),
                  raw.getLast(),
                  bare.getLast()));
        });
    return new Restore(worker.created(), bytes, restored, raw, bare);
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

  private static double seconds(Restored restored) {
    return restored.time().toMillis() / MS_PER_SECOND;
  }

  /** How much longer than reading and doing nothing. */
  double overRead() {
    return over(rawSeconds);
  }

  /** How much longer than what RocksDB alone takes. */
  double overBare() {
    return over(bareSeconds);
  }

  private double over(List<Double> other) {
    return Figure.median(restored, Restore::seconds) / Figure.median(other);
  }

  /** What was found. */
  List<Figure> figures() {
    return List.of(
        new Figure(
            "state on disk", "bytes per subscription", List.of(bytes / (double) subscriptions)),
        Figure.of(
            "changelogs of %d".formatted(subscriptions), "records", restored, Restored::records),
        Figure.of("restore of %d".formatted(subscriptions), "s", restored, Restore::seconds),
        new Figure("raw read of the changelogs", "s", rawSeconds),
        new Figure("raw read, and each record into RocksDB", "s", bareSeconds));
  }
}
