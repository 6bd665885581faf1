package dev.recur.benchmark.create;

import dev.recur.benchmark.create.Connection.Answer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests over connections, one at a time over each, and takes times.
 *
 * <p>Closed: each connection sends its next request as soon as it is answered, which finds the
 * peak. Open: request n is due at a moment of its own, whatever became of those before, and its
 * latency counts from that moment, though it may be sent later because no connection is free.
 */
final class Requesting {

  private static final long LATENCY_MICROS_MAX = 600_000_000;
  private static final int DIGITS = 3;
  private static final long NANOS_PER_MICRO = 1_000;
  private static final String SUCCESS = "\"resultStatus\":\"S\"";

  private final List<? extends Connection> connections;
  private final List<byte[]> requests;
  private final double perSecond;

  private final AtomicInteger next = new AtomicInteger();
  private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

  /**
   * What came of it.
   *
   * @param count requests, all of them answered with S
   * @param seconds from the first until the last answer
   * @param latency in microseconds
   */
  record Measured(int count, double seconds, Histogram latency) {}

  private Requesting(
      List<? extends Connection> connections, List<byte[]> requests, double perSecond) {
    this.connections = connections;
    this.requests = requests;
    this.perSecond = perSecond;
  }

  /** Each as soon as a connection is free. */
  static Measured closed(List<? extends Connection> connections, List<byte[]> requests)
      throws IOException, InterruptedException {
    return new Requesting(connections, requests, Double.POSITIVE_INFINITY).run();
  }

  /** So many each second, evenly. */
  static Measured open(
      List<? extends Connection> connections, List<byte[]> requests, double perSecond)
      throws IOException, InterruptedException {
    return new Requesting(connections, requests, perSecond).run();
  }

  private Measured run() throws IOException, InterruptedException {
    Histogram latency = new AtomicHistogram(LATENCY_MICROS_MAX, DIGITS);
    CountDownLatch done = new CountDownLatch(connections.size());
    long start = System.nanoTime();
    for (Connection connection : connections) {
      var _ =
          Thread.startVirtualThread(
              () -> {
                try {
                  send(connection, latency, start);
                } catch (IOException e) {
                  failure.compareAndSet(null, e);
                } finally {
                  done.countDown();
                }
              });
    }
    done.await();
    double seconds = (System.nanoTime() - start) / 1e9;
    IOException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
    return new Measured(requests.size(), seconds, latency);
  }

  private void send(Connection connection, Histogram latency, long start) throws IOException {
    for (int n = next.getAndIncrement();
        n < requests.size() && failure.get() == null;
        n = next.getAndIncrement()) {
      long due = due(start, n);
      Answer answer = connection.exchange(requests.get(n));
      if (!answer.body().contains(SUCCESS)) {
        throw new IOException("Answered " + answer.body());
      }
      latency.recordValue(
          Math.clamp((System.nanoTime() - due) / NANOS_PER_MICRO, 1, LATENCY_MICROS_MAX));
    }
  }

  /** Returns when it is time for the nth request; the moment from which it counts. */
  private long due(long start, int n) {
    if (Double.isInfinite(perSecond)) {
      return System.nanoTime();
    }
    long due = start + (long) (n / perSecond * 1e9);
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    return due;
  }
}
