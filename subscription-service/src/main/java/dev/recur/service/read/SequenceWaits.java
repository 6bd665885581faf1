package dev.recur.service.read;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Callers who wait until a subscription has reached a sequence here. */
final class SequenceWaits {

  private record Wait(long sequence, CountDownLatch done) {}

  private final ConcurrentMap<String, List<Wait>> waits = new ConcurrentHashMap<>();

  /**
   * Waits.
   *
   * @param reached what the subscription has reached now
   */
  boolean await(String subscriptionId, long sequence, Duration atMost, LongSupplier reached)
      throws InterruptedException {
    if (reached.getAsLong() >= sequence) {
      return true;
    }
    Wait wait = new Wait(sequence, new CountDownLatch(1));
    waits.compute(
        subscriptionId,
        (id, others) -> {
          List<Wait> all = others == null ? new CopyOnWriteArrayList<>() : others;
          all.add(wait);
          return all;
        });
    try {
      // Once more: it may have been reached before the wait was there to be told.
      return reached.getAsLong() >= sequence
          || wait.done.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      waits.computeIfPresent(
          subscriptionId,
          (id, all) -> {
            all.remove(wait);
            return all.isEmpty() ? null : all;
          });
    }
  }

  /**
   * A subscription has moved on.
   *
   * @param reached what it has reached now; asked only when somebody waits
   */
  void moved(String subscriptionId, LongSupplier reached) {
    List<Wait> waiting = waits.get(subscriptionId);
    if (waiting != null) {
      long sequence = reached.getAsLong();
      for (Wait wait : waiting) {
        if (wait.sequence <= sequence) {
          wait.done.countDown();
        }
      }
    }
  }
}
