package dev.recur.service.read;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * Callers who wait until a subscription has reached a sequence here. Who brings it on says how far:
 * to look into the store for each caller and each step would cost more than what is waited for.
 */
final class SequenceWaits {

  /** What is known of a subscription, each from a topic of its own. */
  enum Part {
    STATE,
    EVENTS
  }

  private record Wait(long sequence, CountDownLatch state, CountDownLatch events) {

    Wait(long sequence) {
      this(sequence, new CountDownLatch(1), new CountDownLatch(1));
    }

    void reached(Part part, long reached) {
      if (reached >= sequence) {
        switch (part) {
          case STATE -> state.countDown();
          case EVENTS -> events.countDown();
        }
      }
    }

    boolean await(Duration atMost) throws InterruptedException {
      long deadline = System.nanoTime() + atMost.toNanos();
      return state.await(atMost.toNanos(), TimeUnit.NANOSECONDS)
          && events.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
  }

  private final ConcurrentMap<String, List<Wait>> waits = new ConcurrentHashMap<>();

  /**
   * Waits until all parts have reached a sequence.
   *
   * @param reached what a part has reached now
   */
  boolean await(String subscriptionId, long sequence, Duration atMost, ToLongFunction<Part> reached)
      throws InterruptedException {
    Wait wait = new Wait(sequence);
    waits.compute(
        subscriptionId,
        (id, others) -> {
          List<Wait> all = others == null ? new CopyOnWriteArrayList<>() : others;
          all.add(wait);
          return all;
        });
    try {
      // It may have been reached before the wait was there to be told.
      for (Part part : Part.values()) {
        wait.reached(part, reached.applyAsLong(part));
      }
      return wait.await(atMost);
    } finally {
      waits.computeIfPresent(
          subscriptionId,
          (id, all) -> {
            all.remove(wait);
            return all.isEmpty() ? null : all;
          });
    }
  }

  /** A part of a subscription has moved on. */
  void moved(Part part, String subscriptionId, long reached) {
    for (Wait wait : waits.getOrDefault(subscriptionId, List.of())) {
      wait.reached(part, reached);
    }
  }
}
