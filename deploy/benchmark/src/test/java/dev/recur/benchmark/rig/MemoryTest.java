package dev.recur.benchmark.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MemoryTest {

  @Test
  void live_isTheTotalOfTheHistogram() {
    String histogram =
        """
        4711:
         num     #instances         #bytes  class name (module)
        -------------------------------------------------------
           1:           100          12345  [B (java.base@25)
        Total        155000       12345678
        """;

    assertThat(Memory.live(histogram)).isEqualTo(12_345_678);
  }

  @Test
  void live_ofWhatIsNoHistogram_isRefused() {
    assertThatThrownBy(() -> Memory.live("4711: no such process"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no such process");
  }

  @Test
  void resident_isTheKernelsFigure() {
    assertThat(Memory.resident("Name:\tjava\nVmHWM:\t 900 kB\nVmRSS:\t    300 kB\nRssAnon: 1 kB\n"))
        .isEqualTo(300 * 1_024);
  }

  @Test
  void of_thisProcess_isRefused_forItWouldWaitForItself() {
    assertThatThrownBy(() -> Memory.of(ProcessHandle.current().pid()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
