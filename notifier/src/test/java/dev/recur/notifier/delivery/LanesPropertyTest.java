package dev.recur.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.queue.LaneControl;
import dev.recur.schemas.id.EndpointLane;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever happens to lanes in whatever order, each stands in one place, and comes when it should:
 * as those do of a line and a table of times that are looked through from end to end.
 */
class LanesPropertyTest {

  enum What {
    WAKE,
    NEXT,
    AGAIN,
    SLEEP,
    LEAVE
  }

  /** One thing that happens. A lane and a time are not asked for by all of them. */
  record Step(What what, String lane, long ms) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.of(What.class),
            Arbitraries.of("M a", "M b", "M c", "M d"),
            Arbitraries.longs().between(0, 20))
        .as(Step::new)
        .list()
        .ofMaxSize(60);
  }

  @Property
  void lanes_shouldComeAsInTheModel(@ForAll("steps") List<Step> steps) {
    Lanes lanes = new Lanes(text -> new Lane(EndpointLane.parse(text).orElseThrow(), 2), _ -> {});
    Model model = new Model();
    long nowMs = 0;
    for (Step step : steps) {
      Lane lane = lanes.get(step.lane());
      switch (step.what()) {
        case WAKE -> {
          lanes.wake(lane, nowMs + step.ms());
          model.wake(lane.text(), nowMs + step.ms());
        }
        case NEXT -> {
          nowMs += step.ms();
          assertThat(lanes.next(nowMs).map(Lane::text)).isEqualTo(model.next(nowMs));
        }
        case AGAIN -> {
          lanes.again(lane);
          model.again(lane.text());
        }
        case SLEEP -> {
          lanes.sleepUntil(lane, nowMs + step.ms(), nowMs);
          model.sleepUntil(lane.text(), nowMs + step.ms());
        }
        case LEAVE -> {
          lanes.sleepUntil(lane, LaneControl.NEVER, nowMs);
          model.leave(lane.text());
        }
      }
    }
    for (Optional<String> last = model.next(Long.MAX_VALUE);
        last.isPresent();
        last = model.next(Long.MAX_VALUE)) {
      assertThat(lanes.next(Long.MAX_VALUE).map(Lane::text)).isEqualTo(last);
    }
    assertThat(lanes.next(Long.MAX_VALUE)).isEmpty();
  }

  private static final class Model {
    private final List<String> ready = new ArrayList<>();
    private final Map<String, Long> asleep = new HashMap<>();

    void wake(String lane, long atMs) {
      if (!ready.contains(lane)) {
        asleep.merge(lane, atMs, Math::min);
      }
    }

    Optional<String> next(long nowMs) {
      asleep.entrySet().stream()
          .filter(entry -> entry.getValue() <= nowMs)
          .sorted(
              Map.Entry.<String, Long>comparingByValue()
                  .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
          .map(Map.Entry::getKey)
          .forEach(ready::add);
      asleep.keySet().removeAll(ready);
      return ready.isEmpty() ? Optional.empty() : Optional.of(ready.removeFirst());
    }

    void again(String lane) {
      leave(lane);
      ready.addLast(lane);
    }

    void sleepUntil(String lane, long atMs) {
      leave(lane);
      asleep.put(lane, atMs);
    }

    void leave(String lane) {
      ready.remove(lane);
      asleep.remove(lane);
    }
  }
}
