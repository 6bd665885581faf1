package dev.recur.notifier.sender;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Call;

/**
 * Ends calls that take too long. It looks over all of them now and then: the client's own timers
 * stand in one queue under one lock, where each call is put in its place and taken out again, for a
 * time that hardly any of them reaches.
 */
final class Deadlines implements AutoCloseable {

  /** How late a call may be ended. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  private final Set<Watched> running = ConcurrentHashMap.newKeySet();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("deadlines").unstarted(this::watch);

  /** Looks from now on. */
  static Deadlines start() {
    Deadlines deadlines = new Deadlines();
    deadlines.thread.start();
    return deadlines;
  }

  /** Watches a call until it is closed. */
  Watched watch(Call call, Duration time) {
    Watched watched = new Watched(call, System.nanoTime() + time.toNanos());
    running.add(watched);
    return watched;
  }

  /** A call that is watched; close it when the call is over. */
  final class Watched implements AutoCloseable {
    private final Call call;
    private final long endNanos;
    private volatile boolean isOver;

    private Watched(Call call, long endNanos) {
      this.call = call;
      this.endNanos = endNanos;
    }

    /** What the exception means: the client only knows that somebody has cancelled the call. */
    IOException meant(IOException e) {
      if (!isOver) {
        return e;
      }
      InterruptedIOException timeout = new InterruptedIOException("timeout");
      timeout.initCause(e);
      return timeout;
    }

    private void look(long nowNanos) {
      if (nowNanos - endNanos >= 0) {
        isOver = true;
        call.cancel();
        running.remove(this);
      }
    }

    @Override
    public void close() {
      running.remove(this);
    }
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(LOOK_EVERY);
        long now = System.nanoTime();
        running.forEach(watched -> watched.look(now));
      }
    } catch (InterruptedException e) {
      // Closed; nothing else interrupts it.
      Thread.currentThread().interrupt();
    }
  }

  /** Ends no call any more. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
