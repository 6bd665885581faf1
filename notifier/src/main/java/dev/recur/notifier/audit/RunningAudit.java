package dev.recur.notifier.audit;

import dev.recur.schemas.kafka.KafkaSettings;
import dev.recur.schemas.kafka.StreamsLifecycle;
import dev.recur.schemas.serde.RecordCodecs;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit's topology in this process. It has a type of its own because it says nothing about
 * whether the notifier is ready, and because it ends alone: where it cannot start or cannot go on,
 * it is closed, shows that it does not run, and deliveries go on without it. It begins again with
 * the next process, where it was.
 */
public final class RunningAudit implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunningAudit.class);

  /**
   * Milliseconds between two transactions. Nobody waits for what the audit writes; each transaction
   * costs the broker something, and what changes several times in one is written once.
   */
  private static final long COMMIT_INTERVAL_MS = 5_000;

  /**
   * Bytes of what was written since the last transaction and is still in memory, in all tasks
   * together: some ten thousand subscriptions. Where there are more, they are written sooner.
   */
  private static final long UNWRITTEN_BYTES_MAX = 10L * 1024 * 1024;

  /**
   * Bytes that a broker waits for, 500 ms at most, before it answers. Some hundred records: few
   * answers cost less than many, and so few unread ones are not yet being behind.
   */
  private static final int FETCHED_BYTES_MIN = 64 * 1024;

  /** Milliseconds that a thread waits for records, for the same reason. */
  private static final long POLL_MS = 100;

  private final StreamsLifecycle lifecycle;
  private volatile boolean failed;

  private RunningAudit(KafkaSettings kafka, Topology topology, Properties streams) {
    this.lifecycle = new StreamsLifecycle(kafka, topology, streams, this::ended);
  }

  static RunningAudit of(
      KafkaSettings kafka, AuditSettings settings, RecordCodecs codecs, AuditMeters meters) {
    return of(kafka, AuditTopology.of(codecs, settings, meters));
  }

  static RunningAudit of(KafkaSettings kafka, Topology topology) {
    return new RunningAudit(kafka, topology, streams(kafka));
  }

  /**
   * What its topology is told: what it costs, and nothing that its counts depend on. So whatever an
   * installation has among {@code recur.kafka.properties} holds for the audit as well.
   */
  static Properties streams(KafkaSettings kafka) {
    return kafka.streams(
        AuditTopology.APPLICATION_ID,
        Map.of(
            StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
            COMMIT_INTERVAL_MS,
            StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG,
            UNWRITTEN_BYTES_MAX,
            StreamsConfig.POLL_MS_CONFIG,
            POLL_MS,
            StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MIN_BYTES_CONFIG),
            FETCHED_BYTES_MIN,
            // It reads as fast as all of the worker's threads write, and has time.
            StreamsConfig.NUM_STREAM_THREADS_CONFIG,
            1,
            // Ledger and channel may be read in any order: what differs has minutes to agree.
            StreamsConfig.MAX_TASK_IDLE_MS_CONFIG,
            StreamsConfig.MAX_TASK_IDLE_MS_DISABLED));
  }

  /** The end of the audit, and of nothing else. */
  private void ended(String what, Throwable cause) {
    failed = true;
    LOG.atError()
        .setCause(cause)
        .log(
            "Nothing is audited here any more; deliveries go on. Mend this and start the process"
                + " anew, which audits what was missed. "
                + what);
    // A thread of its own: it is said on threads whose end closing waits for.
    Thread.ofPlatform().daemon().name("audit-end").start(lifecycle::close);
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

  /** True when it could not start or could not go on. */
  boolean hasFailed() {
    return failed;
  }

  @Override
  public void close() {
    lifecycle.close();
  }
}
