package dev.recur.notifier.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Whose the room is. */
class RoomTest {

  private record Place(String lane, boolean isFirst) {}

  /** Whatever comes and goes: no share is exceeded, and what is given back is there again. */
  @Property
  void shares_shouldNeverBeExceeded(
      @ForAll @IntRange(min = 1, max = 200) int max,
      @ForAll @IntRange(min = 1, max = 20) int perLaneMax,
      @ForAll long seed) {
    Room room = new Room(max, perLaneMax);
    Random random = new Random(seed);
    List<Place> taken = new ArrayList<>();
    Map<String, Integer> lanes = new HashMap<>();
    for (int i = 0; i < 500; i++) {
      if (random.nextInt(3) > 0 || taken.isEmpty()) {
        Place place = new Place("lane" + random.nextInt(30), random.nextBoolean());
        if (room.enter(place.lane(), place.isFirst())) {
          taken.add(place);
          lanes.merge(place.lane(), 1, Integer::sum);
        }
      } else {
        Place place = taken.remove(random.nextInt(taken.size()));
        room.leave(place.lane(), place.isFirst());
        lanes.merge(place.lane(), -1, Integer::sum);
      }
      long others = taken.stream().filter(place -> !place.isFirst()).count();
      assertThat(room.others()).isEqualTo((int) others).isLessThanOrEqualTo(Math.max(1, max / 2));
      assertThat(room.firsts() + room.others()).isEqualTo(taken.size()).isLessThanOrEqualTo(max);
      assertThat(lanes.values()).allMatch(count -> count <= perLaneMax);
    }
    taken.forEach(place -> room.leave(place.lane(), place.isFirst()));
    assertThat(room.enter("lane0", false)).isTrue();
  }

  @Test
  void smallestRoom_shouldTakeOne() {
    Room room = new Room(1, 1);
    assertThat(room.enter("a", false)).isTrue();
    assertThat(room.enter("b", true)).isFalse();
    room.leave("a", false);
    assertThat(room.enter("b", true)).isTrue();
  }

  @Test
  void noRoom_shouldBeRefused() {
    assertThatThrownBy(() -> new Room(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Room(1, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
