package dev.recur.benchmark.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThroughputTest {

  @Test
  void rounds_beginWithAnotherEachTime_warmUpsIncluded() {
    List<String> all = List.of("a", "b", "c");
    assertThat(IntStream.range(-2, 2).mapToObj(round -> Throughput.rotated(all, round)))
        .containsExactly(
            List.of("b", "c", "a"),
            List.of("c", "a", "b"),
            List.of("a", "b", "c"),
            List.of("b", "c", "a"));
  }

  @Test
  void aLoopThatDoesLess_andSeemsSlower_isSaid() {
    assertThat(Throughput.warnings(30_000, 30_000)).isEmpty();
    assertThat(Throughput.warnings(20_451, 30_157))
        .singleElement()
        .asString()
        .contains("20451 per core-second", "30157");
  }
}
