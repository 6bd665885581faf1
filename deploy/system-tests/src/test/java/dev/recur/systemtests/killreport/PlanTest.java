package dev.recur.systemtests.killreport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class PlanTest {

  @Test
  void sameSeed_shouldMakeTheSamePlan_andAnotherAnother() {
    EnumSet<Fault> all = EnumSet.allOf(Fault.class);

    assertThat(Plan.of(7, 2, all)).isEqualTo(Plan.of(7, 2, all)).isNotEqualTo(Plan.of(8, 2, all));
  }

  @Test
  void everyFault_shouldComeInEachRound_workersDeathsMoreOften() {
    Plan plan = Plan.of(1, 3, EnumSet.complementOf(EnumSet.of(Fault.FULL_DISK)));

    assertThat(plan.count(Fault.KILL_WORKER)).isEqualTo(9);
    assertThat(plan.count(Fault.LOST_STORE)).isEqualTo(3);
    assertThat(plan.count(Fault.FULL_DISK)).isZero();
  }

  @Test
  void everyRound_shouldHaveEachFault() {
    Plan plan = Plan.of(1, 3, EnumSet.of(Fault.FULL_DISK, Fault.KILL_BROKER));

    assertThat(plan.ofRound()).isEqualTo(2);
    assertThat(plan.steps()).hasSize(6);
    for (int first = 0; first < 6; first += 2) {
      assertThat(plan.steps().subList(first, first + 2))
          .extracting(Plan.Step::fault)
          .containsExactlyInAnyOrder(Fault.FULL_DISK, Fault.KILL_BROKER);
    }
  }

  @Test
  void everyFault_shouldStrikeBeforeAnybodyGivesUp() {
    assertThat(Plan.of(1, 5, EnumSet.allOf(Fault.class)).steps())
        .allSatisfy(
            step -> assertThat(step.held()).isBetween(Duration.ZERO, Duration.ofSeconds(2)));
  }

  @Test
  void round_shouldTakeWhatItsFaultsTake() {
    Plan plan = Plan.of(1, 2, EnumSet.of(Fault.KILL_BROKER, Fault.CLOCK_AHEAD));

    assertThat(plan.takes()).isEqualTo(Fault.KILL_BROKER.takes().plus(Fault.CLOCK_AHEAD.takes()));
    assertThat(plan.ofRound()).isEqualTo(2);
    assertThat(plan.steps().subList(0, 2))
        .extracting(Plan.Step::fault)
        .containsExactlyInAnyOrder(Fault.KILL_BROKER, Fault.CLOCK_AHEAD);
  }
}
