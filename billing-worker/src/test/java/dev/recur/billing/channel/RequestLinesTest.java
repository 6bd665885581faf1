package dev.recur.billing.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RequestLinesTest {

  @Property(tries = 50)
  void tasksOfAKey_shouldFollowEachOther_andNotTooManyBeAtWork(
      @ForAll @IntRange(min = 1, max = 5) int atATimeMax, @ForAll long seed) {
    Random random = new Random(seed);
    Map<String, List<Integer>> given = new ConcurrentHashMap<>();
    Map<String, List<Integer>> done = new ConcurrentHashMap<>();
    AtomicInteger atWork = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger left = new AtomicInteger(200);
    try (RequestLines lines = new RequestLines(atATimeMax)) {
      for (int n = 0; n < 200; n++) {
        String key = "K" + random.nextInt(12);
        int number = n;
        given.computeIfAbsent(key, _ -> new ArrayList<>()).add(number);
        lines.add(
            key,
            () -> {
              most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
              LockSupport.parkNanos(1_000);
              done.computeIfAbsent(key, _ -> new CopyOnWriteArrayList<>()).add(number);
              atWork.decrementAndGet();
              left.decrementAndGet();
            });
      }
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(2))
          .until(() -> left.get() == 0);
    }
    assertThat(done).isEqualTo(given);
    assertThat(most.get()).isLessThanOrEqualTo(atATimeMax);
  }

  @Example
  void behindOneThatThrows_nothingOfItsKeyShouldBegin() {
    List<String> begun = new CopyOnWriteArrayList<>();
    try (RequestLines lines = new RequestLines(1)) {
      lines.add(
          "A",
          () -> {
            begun.add("A1");
            throw new IllegalStateException("on purpose");
          });
      lines.add("A", () -> begun.add("A2"));
      lines.add("B", () -> begun.add("B1"));
      await().until(() -> begun.contains("B1"));
      await().during(Duration.ofMillis(50)).until(() -> !begun.contains("A2"));
    }
    assertThat(begun).containsExactlyInAnyOrder("A1", "B1");
  }

  @Example
  void end_shouldAwaitWhatIsAtWork_andBeginNothingMore() throws InterruptedException {
    CountDownLatch wait = new CountDownLatch(1);
    List<String> begun = new CopyOnWriteArrayList<>();
    try (RequestLines lines = new RequestLines(2)) {
      lines.add(
          "A",
          () -> {
            begun.add("A1");
            awaitQuietly(wait);
          });
      lines.add("A", () -> begun.add("A2"));
      await().until(() -> begun.contains("A1"));
      assertThat(lines.end(Duration.ofMillis(20))).isFalse();
      wait.countDown();
      assertThat(lines.end(Duration.ofSeconds(10))).isTrue();
      assertThat(begun).containsExactly("A1");
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
