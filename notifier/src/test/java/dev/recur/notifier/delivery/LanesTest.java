package dev.recur.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.queue.Answer;
import dev.recur.notifier.queue.LaneControl;
import dev.recur.schemas.id.EndpointLane;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Whose turn it is to be looked at. */
class LanesTest {

  private final Lanes lanes =
      new Lanes(text -> new Lane(EndpointLane.parse(text).orElseThrow(), 2), lane -> {});

  @Test
  void laneWithNothingToDoYet_shouldNotBeLookedAt() {
    lanes.wake(lane("a"), 100);

    assertThat(next(99)).isEmpty();
    assertThat(next(100)).contains("a");
    assertThat(next(100)).isEmpty();
  }

  @Test
  void lanes_shouldTakeTurns() {
    lanes.wake(lane("a"), 1);
    lanes.wake(lane("b"), 2);
    lanes.again(lanes.next(10).orElseThrow());

    assertThat(next(10)).contains("b");
    assertThat(next(10)).contains("a");
  }

  @Test
  void laneThatIsLeftAlone_shouldBeLookedAtWhenSomethingHappens() {
    Lane lane = lane("a");
    lane.firsts().add(new StoreKeys.Due(1, new DeliveryKey("M a", "S1", 1)));
    lanes.wake(lane, 1);
    lanes.sleepUntil(lanes.next(10).orElseThrow(), LaneControl.NEVER, 10);
    assertThat(next(1_000)).isEmpty();

    lanes.wake(lane, 11);
    assertThat(next(11)).contains("a");
  }

  @Test
  void somethingSooner_shouldWakeALane_andSomethingLater_shouldNotPutItOff() {
    lanes.wake(lane("a"), 100);
    lanes.wake(lane("a"), 50);
    lanes.wake(lane("a"), 70);

    assertThat(next(49)).isEmpty();
    assertThat(next(50)).contains("a");
  }

  /** What is done for it may make something due there; then it waits once, not twice. */
  @Test
  void laneThatIsWokenWhileItIsLookedAt_shouldBeLookedAtOnce_andLoseNoOther() {
    lanes.wake(lane("b"), 200);
    lanes.wake(lane("a"), 1);
    Lane lane = lanes.next(10).orElseThrow();
    lanes.wake(lane, 100);
    lanes.again(lane);

    assertThat(lanes.next(50)).contains(lane);
    assertThat(next(150)).isEmpty();
    lanes.sleepUntil(lane, 10_000, 50);
    assertThat(next(300)).contains("b");
    assertThat(next(9_999)).isEmpty();
    assertThat(next(10_000)).contains("a");
  }

  @Test
  void laneThatIsForgottenTwice_shouldNotTakeTheNextOneOfItsNameAlong() {
    Lane before = lane("a");
    lanes.sleepUntil(before, LaneControl.NEVER, 10);
    Lane after = lane("a");
    assertThat(after).isNotSameAs(before);

    lanes.sleepUntil(before, LaneControl.NEVER, 10);
    assertThat(lane("a")).isSameAs(after);
  }

  @Test
  void idleLane_shouldBeForgotten() {
    lanes.wake(lane("a"), 1);
    lanes.sleepUntil(lanes.next(10).orElseThrow(), LaneControl.NEVER, 10);

    assertThat(lanes.size()).isZero();
  }

  @Test
  void laneWithSomethingInTheAir_shouldBeKept() {
    lane("a").started(new DeliveryKey("M a", "S1", 1), 1, true, 1);
    lanes.wake(lane("a"), 1);
    lanes.sleepUntil(lanes.next(10).orElseThrow(), LaneControl.NEVER, 10);

    assertThat(lanes.inTheAir()).isOne();
  }

  /** Made anew it would begin with a full second's attempts again, and with every event. */
  @Test
  void idleLaneWithARate_shouldBeKeptUntilItMayBeginAsANewOne() {
    Lane lane = lane("a");
    lane.control().rate(OptionalDouble.of(0.5));
    runsOnce(lane, 1, Answer.ACKNOWLEDGED, 10);

    lanes.sleepUntil(lane, LaneControl.NEVER, 10);
    assertThat(next(2_009)).isEmpty();
    assertThat(lanes.next(2_010)).contains(lane);
    lanes.sleepUntil(lane, LaneControl.NEVER, 2_010);
    assertThat(lanes.size()).isZero();
  }

  @Test
  void idleLaneWhoseBreakerIsOpen_shouldBeKept_andForgottenAWhileAfterItsPause() {
    Lane lane = lane("a");
    for (int sequence = 1; sequence <= 5; sequence++) {
      runsOnce(lane, sequence, Answer.NONE, 10);
    }
    assertThat(lane.control().breaker()).isEqualTo(LaneControl.Breaker.OPEN);

    lanes.sleepUntil(lane, LaneControl.NEVER, 10);
    assertThat(lanes.get(lane.text())).isSameAs(lane);
    assertThat(next(60_000)).isEmpty();
    assertThat(lanes.next(400_000)).contains(lane);
    lanes.sleepUntil(lane, LaneControl.NEVER, 400_000);
    assertThat(lanes.size()).isZero();
  }

  private static void runsOnce(Lane lane, long sequence, Answer answer, long nowMs) {
    DeliveryKey key = new DeliveryKey(lane.text(), "S1", sequence);
    lane.started(key, 1, true, nowMs);
    lane.finished(key, 1, answer, Optional.empty(), nowMs);
  }

  private Lane lane(String name) {
    return lanes.get("M " + name);
  }

  private Optional<String> next(long nowMs) {
    return lanes.next(nowMs).map(lane -> lane.id().target());
  }
}
