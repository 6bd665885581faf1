package dev.recur.benchmark.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThroughputTest {

  @Test
  void aLoopThatDoesLess_andSeemsSlower_isSaid() {
    assertThat(Throughput.warnings(30_000, 30_000)).isEmpty();
    assertThat(Throughput.warnings(20_451, 30_157))
        .singleElement()
        .asString()
        .contains("20451 per core-second", "30157");
  }
}
