package dev.recur.notifier.audit;

import dev.recur.schemas.kafka.KafkaSettings;
import dev.recur.schemas.kafka.ProcessExit;
import dev.recur.schemas.kafka.StreamsLifecycle;
import dev.recur.schemas.serde.RecordCodecs;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The audit's topology in this process. It has a type of its own because it says nothing about
 * whether the notifier is ready: deliveries go on without it.
 */
public final class RunningAudit implements AutoCloseable {

  /**
   * Milliseconds between two transactions. Nobody waits for what the audit writes, and each
   * transaction costs the broker something.
   */
  private static final long COMMIT_INTERVAL_MS = 1_000;

  private final StreamsLifecycle lifecycle;

  private RunningAudit(StreamsLifecycle lifecycle) {
    this.lifecycle = lifecycle;
  }

  static RunningAudit of(
      KafkaSettings kafka,
      AuditSettings settings,
      RecordCodecs codecs,
      AuditMeters meters,
      ProcessExit exit) {
    Properties streams = kafka.streams(AuditTopology.APPLICATION_ID);
    streams.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_INTERVAL_MS);
    // It reads as fast as all of the worker's threads write, and has time.
    streams.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
    // Ledger and channel may be read in any order: what differs has minutes to agree.
    streams.putIfAbsent(
        StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
    return new RunningAudit(
        new StreamsLifecycle(kafka, AuditTopology.of(codecs, settings, meters), streams, exit));
  }

  /** Begins to read; once. */
  public void start() {
    lifecycle.start();
  }

  void bindTo(MeterRegistry registry) {
    Gauge.builder("recur.audit.running", lifecycle, s -> s.isRunning() ? 1 : 0)
        .description("1 while every task of the audit is restored and running")
        .register(registry);
    lifecycle.bindTo(registry);
  }

  /** True when every task this process owns is restored and running. */
  boolean isRunning() {
    return lifecycle.isRunning();
  }

  @Override
  public void close() {
    lifecycle.close();
  }
}
