package dev.recur.service.read;

import dev.recur.service.read.Subscriptions.Watch;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;

/**
 * Callers who watch how far a subscription has come here. Who brings it on says how far: to look
 * into the store for each caller and each step would cost more than what is waited for. Only what
 * is not seen soon is looked for there, since it may have come before the watch was opened.
 */
final class SequenceWatches {

  /**
   * What is known of a subscription, each from a topic of its own. In the order in which they are
   * waited for: a look at how far the events are costs less than one at the state.
   */
  enum Part {
    EVENTS,
    STATE
  }

  private final ConcurrentMap<String, List<OpenWatch>> watches = new ConcurrentHashMap<>();
  private final Duration lookAfter;

  /**
   * No watches yet.
   *
   * @param lookAfter how long somebody waits before they look
   */
  SequenceWatches(Duration lookAfter) {
    this.lookAfter = lookAfter;
  }

  /**
   * A watch from now on.
   *
   * @param kept how far the store has a part, for what had come before
   */
  Watch open(String subscriptionId, ToLongFunction<Part> kept) {
    OpenWatch watch = new OpenWatch(subscriptionId, kept);
    watches.compute(
        subscriptionId,
        (id, others) -> {
          List<OpenWatch> all = others == null ? new CopyOnWriteArrayList<>() : others;
          all.add(watch);
          return all;
        });
    return watch;
  }

  /** A part of a subscription has moved on. */
  void moved(Part part, String subscriptionId, long reached) {
    for (OpenWatch watch : watches.getOrDefault(subscriptionId, List.of())) {
      watch.saw(part, reached);
    }
  }

  /** True while none is open. */
  boolean isEmpty() {
    return watches.isEmpty();
  }

  private final class OpenWatch implements Watch {

    private final String subscriptionId;
    private final ToLongFunction<Part> kept;
    private final Map<Part, Long> seen = new EnumMap<>(Part.class);
    private final Lock lock = new ReentrantLock();
    private final Condition progress = lock.newCondition();

    OpenWatch(String subscriptionId, ToLongFunction<Part> kept) {
      this.subscriptionId = subscriptionId;
      this.kept = kept;
    }

    @Override
    public boolean await(long sequence, Duration atMost) throws InterruptedException {
      long begun = System.nanoTime();
      Duration untilLook = atMost.compareTo(lookAfter) < 0 ? atMost : lookAfter;
      for (Part part : Part.values()) {
        if (!awaitSeen(part, sequence, begun, untilLook)) {
          saw(part, kept.applyAsLong(part));
          if (!awaitSeen(part, sequence, begun, atMost)) {
            return false;
          }
        }
      }
      return true;
    }

    private boolean awaitSeen(Part part, long sequence, long begunNanos, Duration atMost)
        throws InterruptedException {
      long left = begunNanos + atMost.toNanos() - System.nanoTime();
      lock.lock();
      try {
        while (seen.getOrDefault(part, 0L) < sequence) {
          if (left <= 0) {
            return false;
          }
          left = progress.awaitNanos(left);
        }
        return true;
      } finally {
        lock.unlock();
      }
    }

    private void saw(Part part, long reached) {
      lock.lock();
      try {
        seen.merge(part, reached, Math::max);
        progress.signalAll();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      watches.computeIfPresent(
          subscriptionId,
          (id, all) -> {
            all.remove(this);
            return all.isEmpty() ? null : all;
          });
    }
  }
}
