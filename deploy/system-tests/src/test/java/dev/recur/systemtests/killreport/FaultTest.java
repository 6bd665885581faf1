package dev.recur.systemtests.killreport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FaultTest {

  private static final Map<Fault, String> IMPOSSIBLE =
      Map.of(Fault.FULL_DISK, "mount is not allowed here; root may");

  @Test
  void noneNamed_shouldBeAllThatCanBeDone() {
    assertThat(Fault.wanted("", IMPOSSIBLE))
        .isEqualTo(EnumSet.complementOf(EnumSet.of(Fault.FULL_DISK)));
  }

  @Test
  void named_shouldBeThose() {
    assertThat(Fault.wanted("KILL_BROKER,KILL_WORKER", IMPOSSIBLE))
        .containsExactlyInAnyOrder(Fault.KILL_WORKER, Fault.KILL_BROKER);
  }

  @Test
  void namedAndImpossible_shouldBeRefused_withWhatToDo() {
    assertThatThrownBy(() -> Fault.wanted("FULL_DISK,KILL_WORKER", IMPOSSIBLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "FULL_DISK cannot be done here: mount is not allowed here; root may. Do that, or leave"
                + " it out of --faults.");
  }

  @Test
  void namedAndUnknown_shouldBeRefused_withThoseThatAreKnown() {
    assertThatThrownBy(() -> Fault.wanted("FULL_DISK,KILL_EVERYBODY", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("There is no fault 'KILL_EVERYBODY'. Known are KILL_WORKER, ");
  }
}
