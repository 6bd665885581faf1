package dev.recur.notifier.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Whose the room is. */
class RoomTest {

  /** Whatever comes and goes: no share is exceeded, and what is given back is there again. */
  @Property
  void shares_shouldNeverBeExceeded(
      @ForAll @IntRange(min = 1, max = 200) int max, @ForAll long seed) {
    Room room = new Room(max);
    Random random = new Random(seed);
    List<Boolean> taken = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      if (random.nextInt(3) > 0 || taken.isEmpty()) {
        boolean isFirst = random.nextBoolean();
        if (room.enter(isFirst)) {
          taken.add(isFirst);
        }
      } else {
        room.leave(taken.remove(random.nextInt(taken.size())));
      }
      long others = taken.stream().filter(isFirst -> !isFirst).count();
      assertThat(room.others()).isEqualTo((int) others).isLessThanOrEqualTo(Math.max(1, max / 2));
      assertThat(room.firsts() + room.others()).isEqualTo(taken.size()).isLessThanOrEqualTo(max);
    }
    taken.forEach(room::leave);
    assertThat(room.enter(false)).isTrue();
  }

  @Test
  void smallestRoom_shouldTakeOne() {
    Room room = new Room(1);
    assertThat(room.enter(false)).isTrue();
    assertThat(room.enter(true)).isFalse();
    room.leave(false);
    assertThat(room.enter(true)).isTrue();
  }

  @Test
  void noRoom_shouldBeRefused() {
    assertThatThrownBy(() -> new Room(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
