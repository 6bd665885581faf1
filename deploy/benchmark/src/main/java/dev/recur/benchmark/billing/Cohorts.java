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
import java.util.List;

/**
 * Subscriptions that come in by commands and are then due at once, a cohort after the other. Each
 * is due once: its first charge, at its start.
 */
final class Cohorts implements AutoCloseable {

  private static final Duration DONE_WITHIN = Duration.ofMinutes(5);

  /** By then nothing is left to do of a cohort that came in, where only the worker is at work. */
  private static final Duration REST = Duration.ofSeconds(2);

  /** Enough for a worker whose code is not compiled yet. */
  private static final double FIRST_PER_SECOND = 700;

  /** What the next cohort may take longer than the last. */
  private static final double RESERVE = 1.6;

  private static final int TRIES = 3;

  private final LocalKafka kafka;
  private final WorkerRig worker;
  private final Processes processes;
  private final Duration rest;
  private final CommittedReader requests;
  private double createdPerSecond = FIRST_PER_SECOND;

  /** Of a worker beside which nothing else is at work. */
  Cohorts(LocalKafka kafka, WorkerRig worker, Processes processes) {
    this(kafka, worker, REST, processes);
  }

  /**
   * Of a worker.
   *
   * @param rest between the last of a cohort that comes in and the moment at which they are due
   */
  Cohorts(LocalKafka kafka, WorkerRig worker, Duration rest, Processes processes) {
    this.rest = rest;
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
  Instant bringIn(List<String> clients, int count) {
    return bringIn(clients, count, Duration.ZERO);
  }

  /**
   * As {@link #bringIn(List, int)}; they fall due one after the other.
   *
   * @param over between the first and the last of them
   * @return when the first does
   */
  Instant bringIn(List<String> clients, int count, Duration over) {
    for (int n = 0; n < TRIES; n++) {
      Instant begin = Instant.now();
      Instant due =
          begin.plus(rest).plusMillis((long) (count / createdPerSecond * RESERVE * 1_000));
      worker.subscribe(
          clients, count, nth -> due.plus(over.multipliedBy(nth).dividedBy(count)), processes);
      Instant end = Instant.now();
      createdPerSecond = count / (Duration.between(begin, end).toMillis() / 1e3);
      if (end.plus(rest.dividedBy(2)).isBefore(due)) {
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

  /** Returns when the charge requests of a cohort are committed. */
  void awaitRequests(int count) {
    requests.await(count, DONE_WITHIN, processes);
  }

  @Override
  public void close() {
    requests.close();
  }
}
