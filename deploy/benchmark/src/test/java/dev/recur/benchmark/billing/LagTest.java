package dev.recur.benchmark.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LagTest {

  @Test
  void late_countsFromItsMoment() {
    assertThat(Lag.lateMs(1_000, 1_000)).isZero();
    assertThat(Lag.lateMs(1_000, 1_250)).isEqualTo(250);
  }

  @Test
  void early_isAFault_andNotZero() {
    assertThatThrownBy(() -> Lag.lateMs(1_000, 997))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("3 ms before it was due");
  }
}
