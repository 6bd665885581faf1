package dev.recur.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.delivery.Lanes.Lane;
import org.junit.jupiter.api.Test;

/** Whose turn it is to be looked at. */
class LanesTest {

  private final Lanes lanes = new Lanes(2);

  @Test
  void laneWithNothingDueYet_shouldNotBeLookedAt() {
    lanes.due("a", 100);

    assertThat(lanes.next(99)).isEmpty();
    assertThat(lanes.next(100).map(Lane::endpoint)).contains("a");
    assertThat(lanes.next(100)).isEmpty();
  }

  @Test
  void lanes_shouldTakeTurns() {
    lanes.due("a", 1);
    lanes.due("b", 2);
    Lane first = lanes.next(10).orElseThrow();
    lanes.started(first, key("a", 1), 1);
    Lane second = lanes.next(10).orElseThrow();
    lanes.started(second, key("b", 1), 1);

    assertThat(first.endpoint()).isEqualTo("a");
    assertThat(second.endpoint()).isEqualTo("b");
    assertThat(lanes.next(10).map(Lane::endpoint)).contains("a");
  }

  @Test
  void fullLane_shouldBeLookedAtAgainOnlyWhenAnOutcomeIsKnown() {
    lanes.due("a", 1);
    lanes.started(lanes.next(10).orElseThrow(), key("a", 1), 1);
    lanes.started(lanes.next(10).orElseThrow(), key("a", 2), 1);
    lanes.due("a", 5);
    assertThat(lanes.next(10)).isEmpty();

    lanes.finished(key("a", 1), 1);
    assertThat(lanes.next(10)).isPresent();
  }

  @Test
  void outcomeOfAnotherAttempt_shouldMakeNoRoom() {
    lanes.due("a", 1);
    lanes.started(lanes.next(10).orElseThrow(), key("a", 1), 2);
    lanes.finished(key("a", 1), 1);
    lanes.finished(key("b", 1), 1);

    assertThat(lanes.inTheAir()).isOne();
  }

  @Test
  void pausedLane_shouldBeLeftAlone_whateverFallsDue() {
    lanes.due("a", 1);
    lanes.pauseUntil(lanes.next(10).orElseThrow(), 1010);
    lanes.due("a", 11);

    assertThat(lanes.next(1009)).isEmpty();
    assertThat(lanes.next(1010)).isPresent();
  }

  @Test
  void somethingSooner_shouldWakeALane() {
    lanes.due("a", 100);
    lanes.due("a", 50);

    assertThat(lanes.next(50)).isPresent();
  }

  @Test
  void putBackLane_shouldStayFirstInLine() {
    lanes.due("a", 1);
    lanes.due("b", 2);
    lanes.putBack(lanes.next(10).orElseThrow());

    assertThat(lanes.next(10).map(Lane::endpoint)).contains("a");
  }

  @Test
  void emptyLane_shouldBeForgotten() {
    lanes.due("a", 1);
    lanes.empty(lanes.next(10).orElseThrow());

    assertThat(lanes.size()).isZero();
  }

  private static DeliveryKey key(String endpoint, long sequence) {
    return new DeliveryKey(endpoint, "S1", sequence);
  }
}
