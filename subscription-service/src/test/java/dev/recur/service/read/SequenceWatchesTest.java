package dev.recur.service.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.service.read.SequenceWatches.Part;
import dev.recur.service.read.Subscriptions.Watch;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

class SequenceWatchesTest {

  private static final String SUBSCRIPTION = "subscription";

  /** Longer than any test takes. */
  private static final Duration LONG = Duration.ofSeconds(30);

  private static final Duration SHORT = Duration.ofMillis(20);

  private final SequenceWatches watches = new SequenceWatches();

  @Test
  void whatIsKeptAlready_shouldNotBeWaitedFor() throws Exception {
    assertThat(await(3, LONG, _ -> 3)).isTrue();
  }

  /** A look into the store for each caller is what it saves. */
  @Test
  void whatCameSinceItWasOpened_shouldNotBeLookedUp() throws Exception {
    try (Watch watch =
        watches.open(
            SUBSCRIPTION,
            part -> {
              throw new AssertionError("looked for " + part);
            })) {
      for (Part part : Part.values()) {
        watches.moved(part, SUBSCRIPTION, 3);
      }

      assertThat(watch.await(3, LONG)).isTrue();
      assertThat(watch.await(2, LONG)).isTrue();
    }
  }

  @Test
  void oneSeenAndTheOtherKept_shouldBeEnough() throws Exception {
    for (Part kept : Part.values()) {
      try (Watch watch = watches.open(SUBSCRIPTION, part -> part == kept ? 3 : 0)) {
        for (Part part : Part.values()) {
          watches.moved(part, SUBSCRIPTION, part == kept ? 2 : 3);
        }

        assertThat(watch.await(3, LONG)).isTrue();
      }
    }
  }

  @Test
  void bothParts_shouldBeWaitedFor() throws Exception {
    CompletableFuture<Boolean> waiting = waiting(SUBSCRIPTION, 3);

    watches.moved(Part.EVENTS, SUBSCRIPTION, 4);
    assertThat(waiting).isNotDone();
    watches.moved(Part.STATE, SUBSCRIPTION, 2);
    assertThat(waiting).isNotDone();
    watches.moved(Part.STATE, SUBSCRIPTION, 3);

    assertThat(told(waiting)).isTrue();
  }

  @Test
  void everybodyWhoWaits_shouldBeTold() throws Exception {
    CompletableFuture<Boolean> first = waiting(SUBSCRIPTION, 1);
    CompletableFuture<Boolean> second = waiting(SUBSCRIPTION, 2);

    for (Part part : Part.values()) {
      watches.moved(part, SUBSCRIPTION, 2);
    }

    assertThat(told(first)).isTrue();
    assertThat(told(second)).isTrue();
  }

  @Test
  void whatIsNotReached_shouldBeWaitedForAsLongAsIsSaid() throws Exception {
    CompletableFuture<Boolean> other = waiting("another", 1);

    assertThat(await(3, SHORT, _ -> 2)).isFalse();
    for (Part part : Part.values()) {
      watches.moved(part, SUBSCRIPTION, 3);
    }

    assertThat(other).isNotDone();
  }

  /** Between the look that says no and the wait, somebody may bring it on. */
  @Test
  void whatIsReachedDuringTheLook_shouldNotBeMissed() throws Exception {
    assertThat(
            await(
                1,
                LONG,
                part -> {
                  watches.moved(part, SUBSCRIPTION, 1);
                  return 0;
                }))
        .isTrue();
  }

  private boolean await(long sequence, Duration atMost, ToLongFunction<Part> kept)
      throws InterruptedException {
    try (Watch watch = watches.open(SUBSCRIPTION, kept)) {
      return watch.await(sequence, atMost);
    }
  }

  /** Somebody who has looked, found nothing, and waits. */
  private CompletableFuture<Boolean> waiting(String subscriptionId, long sequence)
      throws InterruptedException {
    CountDownLatch looked = new CountDownLatch(1);
    CompletableFuture<Boolean> told =
        CompletableFuture.supplyAsync(
            () -> {
              try (Watch watch =
                  watches.open(
                      subscriptionId,
                      _ -> {
                        looked.countDown();
                        return 0;
                      })) {
                return watch.await(sequence, LONG);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            },
            task -> Thread.ofVirtual().start(task));
    assertThat(looked.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return told;
  }

  private static boolean told(CompletableFuture<Boolean> waiting)
      throws ExecutionException, InterruptedException, TimeoutException {
    return waiting.get(LONG.toSeconds(), TimeUnit.SECONDS);
  }
}
