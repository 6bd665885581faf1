package dev.recur.benchmark.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {

  @Test
  void whatNeverArrived_isLost_andWhatArrivedAgain_isCounted() {
    Tally tally = Tally.of(List.of("a", "b", "c"), List.of("c", "a", "a", "c", "a", "other"));

    assertThat(tally.lost()).containsExactly("b");
    assertThat(tally.duplicates()).isEqualTo(3);
    assertThat(tally.unknown()).containsExactly("other");
  }
}
