package dev.recur.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.delivery.StoreKeys.Due;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.common.utils.Bytes;

/** The mirror gives what the index has, earliest first, whatever happens to the index. */
class DueQueueTest {

  enum Move {
    ADD,
    ADD_MANY,
    TAKE,
    TAKE_AND_PUT_BACK,
    REMOVE,
    OUTCOME,
    RESTART
  }

  record Step(Move move, int number) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(Arbitraries.of(Move.class), Arbitraries.integers().between(0, 40))
        .as(Step::new)
        .list()
        .ofMaxSize(60);
  }

  @Property(tries = 1_000)
  void mirror_shouldGiveTheEarliestThatIsNotInTheAir(@ForAll("steps") List<Step> steps) {
    World world = new World();
    steps.forEach(world::step);
    while (world.take()) {
      // Until nothing is left: nothing may be lost.
    }
    assertThat(world.index.stream().map(StoreKeys::due).toList())
        .allMatch(due -> world.inTheAir.contains(due));
  }

  private static final class World {
    private final TreeSet<Bytes> index = new TreeSet<>();
    private final Set<Due> inTheAir = new HashSet<>();
    private DueQueue queue = new DueQueue();
    private long sequence;

    void step(Step step) {
      switch (step.move()) {
        case ADD -> add(step.number());
        case ADD_MANY -> {
          for (int i = 0; i < 2 * step.number(); i++) {
            add(step.number() + i % 7);
          }
        }
        case TAKE -> take();
        case TAKE_AND_PUT_BACK -> putBack();
        case REMOVE -> remove(step.number());
        case OUTCOME -> outcome();
        case RESTART -> restart();
      }
    }

    private void add(long atMs) {
      Due due = new Due(atMs, new DeliveryKey("M a", "S1", ++sequence));
      index.add(StoreKeys.due(due));
      queue.add(due);
    }

    /** The mirror's earliest is the index's earliest. */
    boolean take() {
      load();
      List<Due> free = free();
      if (free.isEmpty()) {
        assertThat(queue.earliestMs()).isEqualTo(DueQueue.NEVER);
        return false;
      }
      assertThat(queue.earliestMs()).isEqualTo(free.getFirst().atMs());
      Due due = queue.poll();
      assertThat(due.atMs()).isEqualTo(free.getFirst().atMs());
      assertThat(inTheAir.add(due)).isTrue();
      return true;
    }

    private void putBack() {
      load();
      if (!free().isEmpty()) {
        queue.add(queue.poll());
      }
    }

    private void remove(int number) {
      List<Due> free = free();
      if (!free.isEmpty()) {
        Due due = free.get(number % free.size());
        index.remove(StoreKeys.due(due));
        queue.remove(due);
      }
    }

    private void outcome() {
      inTheAir.stream()
          .findAny()
          .ifPresent(
              due -> {
                inTheAir.remove(due);
                index.remove(StoreKeys.due(due));
                queue.remove(due);
              });
    }

    private void restart() {
      inTheAir.clear();
      queue = new DueQueue();
      if (!index.isEmpty()) {
        queue.lies(StoreKeys.due(index.first()).atMs());
      }
    }

    private void load() {
      if (queue.isToBeLoaded()) {
        List<Due> rest = new ArrayList<>();
        index.tailSet(StoreKeys.dueFrom("M a", queue.from())).stream()
            .map(StoreKeys::due)
            .forEach(rest::add);
        queue.load(rest.iterator(), inTheAir::contains);
      }
    }

    private List<Due> free() {
      return index.stream().map(StoreKeys::due).filter(due -> !inTheAir.contains(due)).toList();
    }
  }
}
