package dev.recur.benchmark.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CpuTest {

  @Test
  void ofEndedChildren_isTheirTimeInUserAndSystem_whateverTheProgramIsCalled() {
    String stat = "12 (a (b) c) S 1 2 3 0 -1 4194560 10 20 30 40 500 600 70 8 20 0 31 0 9 9 9\n";

    assertThat(Cpu.ofEndedChildren(stat)).isEqualTo(Duration.ofMillis(780));
  }

  @Test
  void ofEndedChildren_growsWhenAChildHasEnded() throws Exception {
    Duration before = Cpu.ofEndedChildren();

    Process busy =
        new ProcessBuilder("sh", "-c", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done").start();
    assertThat(busy.waitFor()).isZero();

    assertThat(Cpu.ofEndedChildren()).isGreaterThan(before);
  }
}
