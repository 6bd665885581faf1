package dev.recur.billing.clock;

import dev.recur.schemas.kafka.ProcessExit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches this machine's clock. One that is far ahead of the cluster's is not believed, see {@link
 * AgreedTime}; one that is put back ends the process, because the timers of Kafka's clients, by
 * which it would work, poll and send its heartbeats, stand still until the old time has come again.
 * A new process starts them from the time as it is.
 */
public final class ClockWatch implements LiveTime, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);

  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  /** While there is doubt, or no answer: what falls due waits for it. */
  private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(1);

  /** Else: monotonic clocks are some 0.1 s off by then, and stand still while a machine sleeps. */
  private static final Duration ASK_EVERY = Duration.ofMinutes(10);

  private final ClusterTime cluster;
  private final InstantSource clock;
  private final LongSupplier monotonicNanos;
  private final ProcessExit exit;
  private final AgreedTime agreed;
  private final Steps steps = new Steps();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  private long askAtNanos;
  private boolean doubted;
  private boolean refused;

  /**
   * A watch, not yet started.
   *
   * @param admin asks for the cluster's time; closed with the watch
   */
  public ClockWatch(Admin admin, ProcessExit exit) {
    this(new ControllerTime(admin), InstantSource.system(), System::nanoTime, exit);
  }

  ClockWatch(
      ClusterTime cluster, InstantSource clock, LongSupplier monotonicNanos, ProcessExit exit) {
    this.cluster = cluster;
    this.clock = clock;
    this.monotonicNanos = monotonicNanos;
    this.exit = exit;
    this.agreed = new AgreedTime(monotonicNanos);
    this.askAtNanos = monotonicNanos.getAsLong();
    this.thread = Thread.ofPlatform().daemon().name("clock-watch").unstarted(this::run);
  }

  /** Begins to watch, on a thread of its own: one that no clock can stop. */
  public void start() {
    thread.start();
  }

  @Override
  public Instant believed(Instant told) {
    return agreed.believed(told);
  }

  @Override
  public Instant dueThrough(Instant told) {
    return agreed.dueThrough(told);
  }

  /** How many seconds this machine is ahead of the cluster; below zero: behind. */
  public double aheadSeconds() {
    return agreed.ahead(clock.instant()).toMillis() / 1_000.0;
  }

  private void run() {
    try {
      do {
        look();
      } while (!closing.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable e) {
      if (closing.getCount() > 0) {
        exit.exit("The clock is no longer watched: a new process watches it again", e);
      }
    }
  }

  /** Looks once. */
  void look() throws InterruptedException {
    long nanos = monotonicNanos.getAsLong();
    Instant told = clock.instant();
    steps
        .back(told, nanos)
        .ifPresent(
            back ->
                exit.exit(
                    "This machine's clock was put back by "
                        + back.toSeconds()
                        + " s: the process starts anew, because its timers stand still for as long",
                    new IllegalStateException("clock put back")));
    boolean inDoubt = agreed.isInDoubt(told);
    if (nanos - askAtNanos >= 0 || (inDoubt && !doubted)) {
      ask();
      inDoubt = agreed.isInDoubt(clock.instant());
      askAtNanos = monotonicNanos.getAsLong() + (inDoubt ? ASK_AGAIN_AFTER : ASK_EVERY).toNanos();
    }
    tell(inDoubt);
    doubted = inDoubt;
  }

  private void ask() throws InterruptedException {
    try {
      agreed.answered(cluster.ask());
      refused = false;
    } catch (TimeoutException e) {
      LOG.atDebug().setCause(e).log("The cluster does not answer what time it is; asked again.");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthorizationException
          || e.getCause() instanceof UnsupportedVersionException) {
        agreed.unanswerable();
        warnOnce(e);
      } else {
        LOG.atDebug().setCause(e).log("The cluster cannot say what time it is; asked again.");
      }
    }
  }

  private void warnOnce(ExecutionException refusal) {
    if (!refused) {
      LOG.atWarn()
          .setCause(refusal)
          .log(
              "The cluster does not tell its time, so this machine's clock is believed whatever it"
                  + " says: allow DESCRIBE on the cluster");
    }
    refused = true;
  }

  private void tell(boolean inDoubt) {
    if (inDoubt && !doubted) {
      LOG.atWarn()
          .addKeyValue("aheadSeconds", aheadSeconds())
          .log(
              agreed.isAnswered()
                  ? "This machine's clock is not believed: charges wait for the cluster's time"
                  : "The cluster has not said what time it is yet: charges wait for its answer");
    } else if (doubted && !inDoubt) {
      LOG.atInfo().log("This machine's clock and the cluster's agree");
    }
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
    if (cluster instanceof ControllerTime controller) {
      controller.close();
    }
  }
}
