package dev.recur.benchmark.billing;

import dev.recur.benchmark.rig.BareTopics;
import dev.recur.benchmark.rig.CommittedReader;
import dev.recur.benchmark.rig.Cost;
import dev.recur.benchmark.rig.Processes;
import dev.recur.benchmark.rig.Waiting;
import dev.recur.benchmark.rig.WorkerRig;
import dev.recur.local.process.LocalKafka;
import dev.recur.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;

/**
 * Subscriptions that come in by commands and are then due at once, a cohort after the other. Each
 * is due once: its first charge, at its start.
 */
final class Cohorts implements AutoCloseable {

  private static final Duration DONE_WITHIN = Duration.ofMinutes(5);

  /** Enough for a worker whose code is not compiled yet. */
  private static final double FIRST_PER_SECOND = 700;

  /** What the next cohort may take longer than the last. */
  private static final double RESERVE = 1.6;

  private static final Duration REST = Duration.ofSeconds(2);
  private static final int TRIES = 3;

  private final LocalKafka kafka;
  private final WorkerRig worker;
  private final Processes processes;
  private final CommittedReader requests;
  private double createdPerSecond = FIRST_PER_SECOND;

  Cohorts(LocalKafka kafka, WorkerRig worker, Processes processes) {
    this.kafka = kafka;
    this.worker = worker;
    this.processes = processes;
    this.requests =
        new CommittedReader(BareTopics.settings(kafka).consumer(), Topics.CHARGE_REQUESTS.name());
  }

  /**
   * Brings a cohort in; returns before it falls due.
   *
   * @return when it does
   */
  Instant bringIn(String clientId, int count) {
    for (int n = 0; n < TRIES; n++) {
      Instant begin = Instant.now();
      Instant due =
          begin.plus(REST).plusMillis((long) (count / createdPerSecond * RESERVE * 1_000));
      worker.subscribe(clientId, count, due, processes);
      Instant end = Instant.now();
      createdPerSecond = count / (Duration.between(begin, end).toMillis() / 1e3);
      if (end.isBefore(due)) {
        return due;
      }
      // Too slow: these fall due while others come in. They are no measurement.
      requests.await(count, DONE_WITHIN, processes);
    }
    throw new IllegalStateException(
        "The machine is too busy to bring in %d at once".formatted(count));
  }

  /** From when a cohort falls due until the last of its charge requests is committed. */
  Cost run(int count, Instant due) {
    Waiting.pause(Duration.between(Instant.now(), due));
    return Cost.of(
        worker.pid(),
        kafka.broker().pid(),
        () -> {
          requests.await(count, DONE_WITHIN, processes);
          return count;
        });
  }

  /** How many subscriptions came in per second, the last time. */
  double createdPerSecond() {
    return createdPerSecond;
  }

  @Override
  public void close() {
    requests.close();
  }
}
