package dev.recur.schemas.kafka;

import dev.recur.schemas.topic.TopicSetup;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a Streams topology in this process: waits for its topics, runs, and takes the process
 * with it when it cannot go on.
 *
 * <p>Every error that reaches Streams ends the process: what can be answered inside the topology
 * was answered there, and what is left is infrastructure or a bug, which a new process meets with a
 * clean slate.
 */
public final class StreamsLifecycle implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StreamsLifecycle.class);

  private static final Duration TOPICS_WAIT_MAX = Duration.ofSeconds(60);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(10);

  private final KafkaSettings settings;
  private final Topology topology;
  private final Properties properties;
  private final ProcessExit exit;
  private final KafkaClientSupplier clients;

  private final AtomicReference<@Nullable Throwable> firstError = new AtomicReference<>();
  private final RestoredState restored = new RestoredState(System::nanoTime);
  private @Nullable KafkaStreams streams;
  private @Nullable MeterRegistry meters;
  private @Nullable KafkaStreamsMetrics metrics;
  private boolean closed;

  /**
   * A topology, not yet started.
   *
   * @param properties {@link KafkaSettings#streams} and what the service adds to it
   * @param exit ends the process; or no more than the topology, where the process has work without
   *     it
   */
  public StreamsLifecycle(
      KafkaSettings settings, Topology topology, Properties properties, ProcessExit exit) {
    this(settings, topology, properties, exit, new StreamsClients());
  }

  /**
   * The same with clients of its own.
   *
   * @param clients makes them
   */
  public StreamsLifecycle(
      KafkaSettings settings,
      Topology topology,
      Properties properties,
      ProcessExit exit,
      KafkaClientSupplier clients) {
    this.settings = settings;
    this.topology = topology;
    this.properties = properties;
    this.exit = exit;
    this.clients = clients;
  }

  /** Waits for the topics and starts the topology, on a thread of its own. */
  public void start() {
    Thread.ofPlatform().daemon().name("streams-start").start(this::run);
  }

  /** What the topology does now; CREATED until its topics are there. */
  public synchronized State state() {
    return streams == null ? State.CREATED : streams.state();
  }

  /** True when every task this process owns is restored and running. */
  public boolean isRunning() {
    return state() == State.RUNNING;
  }

  /** Shows the topology's metrics, now or as soon as it starts. */
  public synchronized void bindTo(MeterRegistry registry) {
    Gauge.builder("recur.streams.running", this, s -> s.isRunning() ? 1 : 0)
        .description("1 while every task is restored and running")
        .tag("application", String.valueOf(properties.get(StreamsConfig.APPLICATION_ID_CONFIG)))
        .register(registry);
    meters = registry;
    bind();
  }

  /** Ends the topology after the step it is at; waits for that, but at most 10 s. */
  @Override
  public void close() {
    KafkaStreams running = takeForClose();
    if (running == null) {
      return;
    }
    // With a name of its own the process comes back to its partitions; without, it comes as another
    // and nobody should wait for this one.
    var membership =
        settings.instanceId() == null
            ? CloseOptions.GroupMembershipOperation.LEAVE_GROUP
            : CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP;
    if (!running.close(CloseOptions.timeout(CLOSE_MAX).withGroupMembershipOperation(membership))) {
      LOG.atWarn()
          .addKeyValue("limitMs", CLOSE_MAX.toMillis())
          .log("Topology did not end in time; what it had not committed is done again.");
    }
  }

  private synchronized @Nullable KafkaStreams takeForClose() {
    closed = true;
    if (metrics != null) {
      metrics.close();
    }
    return streams;
  }

  private void run() {
    try {
      makeStateDir();
      try (Admin admin = Admin.create(settings.admin())) {
        TopicSetup.awaitPartitions(admin, settings.subscriptionPartitions(), TOPICS_WAIT_MAX);
      }
      KafkaStreams made = make();
      if (made != null) {
        made.start();
      }
    } catch (Throwable e) {
      if (!isClosed()) {
        exit.exit("Topology did not start: " + Cures.of(e), e);
      }
    }
  }

  /** Kafka Streams ends where two topologies of a process make it at the same time. */
  private void makeStateDir() {
    try {
      Files.createDirectories(settings.stateDir());
    } catch (IOException e) {
      throw new ProcessorStateException(settings.stateDir() + " cannot be made", e);
    }
  }

  private synchronized @Nullable KafkaStreams make() {
    if (closed) {
      return null;
    }
    KafkaStreams made = new KafkaStreams(topology, properties, clients);
    made.setUncaughtExceptionHandler(
        error -> {
          firstError.compareAndSet(null, error);
          return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    made.setStateListener(this::onState);
    made.setGlobalStateRestoreListener(restored);
    streams = made;
    bind();
    return made;
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private void onState(State now, State before) {
    LOG.atInfo().addKeyValue("state", now).addKeyValue("before", before).log("Topology changed.");
    if (now == State.RUNNING) {
      restored.take().ifPresent(StreamsLifecycle::log);
    }
    if (now == State.ERROR) {
      Throwable error = firstError.get();
      Throwable known = error == null ? new IllegalStateException("no cause was told") : error;
      exit.exit("Topology ended: " + Cures.of(known), known);
    }
  }

  private static void log(RestoredState.Report report) {
    LOG.atInfo()
        .addKeyValue("ms", report.time().toMillis())
        .addKeyValue("records", report.sum())
        .addKeyValue("stores", report.records())
        .log("State restored.");
  }

  private void bind() {
    if (streams != null && meters != null && metrics == null) {
      metrics = new KafkaStreamsMetrics(streams);
      metrics.bindTo(meters);
    }
  }
}
