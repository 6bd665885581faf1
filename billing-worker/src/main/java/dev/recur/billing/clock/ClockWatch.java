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
public final class ClockWatch implements LiveTime, InstantSource, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);

  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  /** While there is doubt, or no answer: what falls due waits for it. */
  private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(1);

  /** Else: monotonic clocks are some 0.1 s off by then, and stand still while a machine sleeps. */
  private static final Duration ASK_EVERY = Duration.ofMinutes(10);

  /**
   * So long nothing that falls due is taken for want of a first answer; then the machine counts.
   */
  static final Duration UNANSWERED_MAX = Duration.ofMinutes(5);

  /** How often is said that there is no answer, and asked again where nobody waits for it. */
  private static final Duration SAY_EVERY = Duration.ofMinutes(1);

  private final ClusterTime cluster;
  private final InstantSource clock;
  private final LongSupplier monotonicNanos;
  private final ProcessExit exit;
  private final AgreedTime agreed;
  private final Steps steps = new Steps();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  private final long startedAtNanos;
  private long askAtNanos;
  private long sayAtNanos;
  private boolean doubted;

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
    this.startedAtNanos = monotonicNanos.getAsLong();
    this.askAtNanos = startedAtNanos;
    this.sayAtNanos = startedAtNanos;
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

  /**
   * The time that everybody shares, for what others have written down by it: the cluster's, where
   * this machine's clock is ahead of it or behind.
   */
  @Override
  public Instant instant() {
    return agreed.shared(clock.instant());
  }

  /** How many seconds this machine is ahead of the cluster; below zero: behind; NaN: unknown. */
  public double aheadSeconds() {
    return agreed
        .ahead(clock.instant())
        .map(ahead -> ahead.toMillis() / 1_000.0)
        .orElse(Double.NaN);
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
      askAtNanos = monotonicNanos.getAsLong() + untilAskedAgain(inDoubt).toNanos();
    }
    tell(inDoubt);
    doubted = inDoubt;
  }

  private Duration untilAskedAgain(boolean inDoubt) {
    return inDoubt ? ASK_AGAIN_AFTER : agreed.isAnswered() ? ASK_EVERY : SAY_EVERY;
  }

  private void ask() throws InterruptedException {
    try {
      agreed.answered(cluster.ask());
      sayAtNanos = monotonicNanos.getAsLong();
    } catch (TimeoutException e) {
      unanswered(e, false);
    } catch (ExecutionException e) {
      unanswered(
          e,
          e.getCause() instanceof AuthorizationException
              || e.getCause() instanceof UnsupportedVersionException);
    }
  }

  private void unanswered(Exception cause, boolean isRefused) {
    long nanos = monotonicNanos.getAsLong();
    if (isRefused || nanos - startedAtNanos >= UNANSWERED_MAX.toNanos()) {
      agreed.unanswerable();
    }
    if (nanos - sayAtNanos >= 0) {
      sayAtNanos = nanos + SAY_EVERY.toNanos();
      LOG.atWarn()
          .setCause(cause)
          .log(
              "The cluster does not say what time it is. {} Allow DESCRIBE on the cluster, and see"
                  + " that its controllers answer",
              agreed.isAnswered()
                  ? "What it said last is counted on."
                  : agreed.isInDoubt(clock.instant())
                      ? "Charges wait for its answer, for 5 minutes at most."
                      : "This machine's clock is believed, whatever it shows.");
    }
  }

  private void tell(boolean inDoubt) {
    if (inDoubt && !doubted) {
      LOG.atWarn()
          .addKeyValue("aheadSeconds", aheadSeconds())
          .log(
              agreed.isAnswered()
                  ? "This machine's clock is not believed: charges wait for the cluster's time; where"
                      + " all workers say so, it is the active controller's that is behind"
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
