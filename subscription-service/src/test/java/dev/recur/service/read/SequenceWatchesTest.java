package dev.recur.service.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.service.read.SequenceWatches.Part;
import dev.recur.service.read.Subscriptions.Watch;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Half of {@link #LONG}, so that who waits for it in vain is found. */
@Timeout(15)
class SequenceWatchesTest {

  private static final String SUBSCRIPTION = "subscription";
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(20);

  /** Nobody has to wait before they look. */
  private final SequenceWatches looking = new SequenceWatches(Duration.ZERO);

  /** Nobody who waits for less than very long looks before its end. */
  private final SequenceWatches waiting = new SequenceWatches(LONG);

  @AfterEach
  void nothingShouldBeLeftOpen() {
    assertThat(looking.isEmpty()).isTrue();
    assertThat(waiting.isEmpty()).isTrue();
  }

  @Test
  void whatIsKeptAlready_shouldBeFound() throws Exception {
    assertThat(await(looking, 3, LONG, _ -> 3)).isTrue();
  }

  /** Also where there is less time than it takes until somebody looks. */
  @Test
  void atTheEndOfTheTime_somebodyShouldHaveLooked() throws Exception {
    assertThat(await(waiting, 3, SHORT, _ -> 3)).isTrue();
    assertThat(await(waiting, 3, SHORT, _ -> 2)).isFalse();
    assertThat(await(waiting, 3, Duration.ZERO, _ -> 3)).isTrue();
  }

  @Test
  void whatCameSinceItWasOpened_shouldNotBeLookedFor() throws Exception {
    try (Watch watch = waiting.open(SUBSCRIPTION, SequenceWatchesTest::unasked)) {
      reach(waiting, 3);

      assertThat(watch.await(3, LONG)).isTrue();
      assertThat(watch.await(2, LONG)).isTrue();
    }
  }

  @Test
  void whatComesWhileSomebodyWaits_shouldNotBeLookedFor() throws Exception {
    CompletableFuture<Boolean> told = new CompletableFuture<>();
    CountDownLatch opened = new CountDownLatch(1);
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try (Watch watch = waiting.open(SUBSCRIPTION, SequenceWatchesTest::unasked)) {
                    opened.countDown();
                    told.complete(watch.await(3, LONG));
                  } catch (InterruptedException | RuntimeException | AssertionError e) {
                    told.completeExceptionally(e);
                  }
                });
    opened.await();
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }

    reach(waiting, 3);

    assertThat(told.get(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    thread.join();
  }

  @ParameterizedTest
  @EnumSource(Part.class)
  void eachPart_shouldBeWaitedFor(Part last) throws Exception {
    try (Watch watch = looking.open(SUBSCRIPTION, _ -> 0)) {
      reach(looking, 4);
      assertThat(watch.await(4, LONG)).isTrue();
      for (Part part : Part.values()) {
        looking.moved(part, SUBSCRIPTION, part == last ? 4 : 5);
      }
      assertThat(watch.await(5, SHORT)).isFalse();

      looking.moved(last, SUBSCRIPTION, 6);
      assertThat(watch.await(5, LONG)).isTrue();
      assertThat(watch.await(6, SHORT)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Part.class)
  void oneSeenAndTheOtherKept_shouldBeEnough(Part kept) throws Exception {
    try (Watch watch = looking.open(SUBSCRIPTION, part -> part == kept ? 3 : 0)) {
      for (Part part : Part.values()) {
        looking.moved(part, SUBSCRIPTION, part == kept ? 2 : 3);
      }

      assertThat(watch.await(3, LONG)).isTrue();
    }
  }

  /** What is read again names what was long ago. */
  @Test
  void whatComesAgain_shouldTakeNothingBack() throws Exception {
    try (Watch watch = waiting.open(SUBSCRIPTION, SequenceWatchesTest::unasked)) {
      reach(waiting, 3);
      reach(waiting, 1);

      assertThat(watch.await(3, LONG)).isTrue();
    }
  }

  @Test
  void everybody_shouldSeeTheirOwnSubscriptionUntilTheyClose() throws Exception {
    try (Watch first = looking.open(SUBSCRIPTION, _ -> 0);
        Watch other = looking.open("another", _ -> 0)) {
      try (Watch second = looking.open(SUBSCRIPTION, _ -> 0)) {
        reach(looking, 1);
        assertThat(second.await(1, LONG)).isTrue();
      }
      reach(looking, 2);

      assertThat(first.await(2, LONG)).isTrue();
      assertThat(other.await(1, SHORT)).isFalse();
    }
  }

  /** Between the look that says no and the wait, somebody may bring it on. */
  @Test
  void whatIsReachedDuringTheLook_shouldNotBeMissed() throws Exception {
    assertThat(
            await(
                looking,
                1,
                LONG,
                part -> {
                  looking.moved(part, SUBSCRIPTION, 1);
                  return 0;
                }))
        .isTrue();
  }

  private static boolean await(
      SequenceWatches watches, long sequence, Duration atMost, ToLongFunction<Part> kept)
      throws InterruptedException {
    try (Watch watch = watches.open(SUBSCRIPTION, kept)) {
      return watch.await(sequence, atMost);
    }
  }

  private static void reach(SequenceWatches watches, long sequence) {
    for (Part part : Part.values()) {
      watches.moved(part, SUBSCRIPTION, sequence);
    }
  }

  private static long unasked(Part part) {
    throw new AssertionError("looked for " + part);
  }
}
