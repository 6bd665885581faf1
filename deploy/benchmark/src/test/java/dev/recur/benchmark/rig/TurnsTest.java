package dev.recur.benchmark.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnsTest {

  @Test
  void rounds_beginWithAnotherEachTime_warmUpsIncluded() {
    List<String> all = List.of("a", "b", "c");
    assertThat(IntStream.range(-2, 2).mapToObj(round -> Turns.rotated(all, round)))
        .containsExactly(
            List.of("b", "c", "a"),
            List.of("c", "a", "b"),
            List.of("a", "b", "c"),
            List.of("b", "c", "a"));
  }
}
