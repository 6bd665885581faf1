package dev.recur.billing.channel;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Tasks side by side, those with the same key in the order in which they came. One that takes long
 * keeps nobody waiting but those behind it.
 */
final class RequestLines implements AutoCloseable {

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final int atATimeMax;
  private final Semaphore room;
  private volatile boolean ending;

  /** What waits behind a task that is at work, per key. */
  private final Map<String, Queue<Runnable>> lines = new HashMap<>();

  /**
   * Nothing to do yet.
   *
   * @param atATimeMax most tasks that are at work at a time
   */
  RequestLines(int atATimeMax) {
    this.atATimeMax = atATimeMax;
    // In turn, for else who waits for the end of all would wait behind everybody.
    room = new Semaphore(atATimeMax, true);
  }

  /**
   * Takes a task; returns at once.
   *
   * @param task deals with its own faults: behind one that throws, nothing of its key begins
   */
  void add(String key, Runnable task) {
    synchronized (lines) {
      Queue<Runnable> line = lines.get(key);
      if (line != null) {
        line.add(task);
        return;
      }
      lines.put(key, new ArrayDeque<>());
    }
    var _ = threads.submit(() -> work(key, task));
  }

  private void work(String key, Runnable first) {
    try {
      for (Optional<Runnable> task = Optional.of(first); task.isPresent(); task = next(key)) {
        room.acquire();
        try {
          if (ending) {
            return;
          }
          task.get().run();
        } finally {
          room.release();
        }
      }
    } catch (InterruptedException e) {
      // Closed: what was not begun never is.
      Thread.currentThread().interrupt();
    }
  }

  private Optional<Runnable> next(String key) {
    synchronized (lines) {
      Optional<Runnable> next = Optional.ofNullable(lines.get(key)).map(Queue::poll);
      if (next.isEmpty()) {
        lines.remove(key);
      }
      return next;
    }
  }

  /** Begins nothing more, whatever is there or still comes; returns at once. */
  void beginNothingMore() {
    ending = true;
  }

  /**
   * Begins nothing more, and waits for what is at work.
   *
   * @return false when that takes longer than {@code max}
   */
  boolean end(Duration max) throws InterruptedException {
    beginNothingMore();
    return room.tryAcquire(atATimeMax, max.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Breaks off what is at work, and begins nothing more. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
