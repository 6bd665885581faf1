package dev.recur.service.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.service.read.SequenceWaits.Part;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class SequenceWaitsTest {

  private static final String SUBSCRIPTION = "subscription";

  /** Longer than any test takes. */
  private static final Duration LONG = Duration.ofSeconds(30);

  private static final Duration SHORT = Duration.ofMillis(20);

  private final SequenceWaits waits = new SequenceWaits();

  @Test
  void whatIsReachedAlready_shouldNotBeWaitedFor() throws Exception {
    assertThat(waits.await(SUBSCRIPTION, 3, LONG, _ -> 3)).isTrue();
  }

  @Test
  void bothParts_shouldBeWaitedFor() throws Exception {
    CompletableFuture<Boolean> waiting = waiting(SUBSCRIPTION, 3);

    waits.moved(Part.EVENTS, SUBSCRIPTION, 4);
    assertThat(waiting).isNotDone();
    waits.moved(Part.STATE, SUBSCRIPTION, 2);
    assertThat(waiting).isNotDone();
    waits.moved(Part.STATE, SUBSCRIPTION, 3);

    assertThat(told(waiting)).isTrue();
  }

  @Test
  void everybodyWhoWaits_shouldBeTold() throws Exception {
    CompletableFuture<Boolean> first = waiting(SUBSCRIPTION, 1);
    CompletableFuture<Boolean> second = waiting(SUBSCRIPTION, 2);

    for (Part part : Part.values()) {
      waits.moved(part, SUBSCRIPTION, 2);
    }

    assertThat(told(first)).isTrue();
    assertThat(told(second)).isTrue();
  }

  @Test
  void whatIsNotReached_shouldBeWaitedForAsLongAsIsSaid() throws Exception {
    CompletableFuture<Boolean> other = waiting("another", 1);

    assertThat(waits.await(SUBSCRIPTION, 3, SHORT, _ -> 2)).isFalse();
    for (Part part : Part.values()) {
      waits.moved(part, SUBSCRIPTION, 3);
    }

    assertThat(other).isNotDone();
  }

  /** Between the look that says no and the wait, somebody may bring it on. */
  @Test
  void whatIsReachedDuringTheLook_shouldNotBeMissed() throws Exception {
    assertThat(
            waits.await(
                SUBSCRIPTION,
                1,
                LONG,
                part -> {
                  waits.moved(part, SUBSCRIPTION, 1);
                  return 0;
                }))
        .isTrue();
  }

  /** Somebody who has looked, found nothing, and waits. */
  private CompletableFuture<Boolean> waiting(String subscriptionId, long sequence)
      throws InterruptedException {
    CountDownLatch looked = new CountDownLatch(Part.values().length);
    CompletableFuture<Boolean> told =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return waits.await(
                    subscriptionId,
                    sequence,
                    LONG,
                    _ -> {
                      looked.countDown();
                      return 0;
                    });
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
