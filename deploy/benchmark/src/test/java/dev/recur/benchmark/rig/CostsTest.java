package dev.recur.benchmark.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recur.benchmark.report.Figure;
import dev.recur.benchmark.rig.Costs.Unit;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostsTest {

  @Test
  void figures_areOfEachMeasurement_inTheUnitOfItsWork() {
    Costs costs = new Costs("worker", Unit.DELIVERY);
    costs.add(new Cost(1_000, 2, 0.5, 0.25));
    costs.add(new Cost(1_000, 1, 1, 0.25));

    assertThat(costs.perSecond())
        .isEqualTo(new Figure("worker", "deliveries per second", List.of(500.0, 1_000.0)));
    assertThat(costs.perCore())
        .isEqualTo(new Figure("worker", "deliveries per core-second", List.of(2_000.0, 1_000.0)));
    assertThat(costs.coreMicros())
        .isEqualTo(new Figure("worker", "core-µs per delivery", List.of(500.0, 1_000.0)));
    assertThat(costs.brokerMicros())
        .isEqualTo(new Figure("worker, broker", "core-µs per delivery", List.of(250.0, 250.0)));
    assertThat(costs.perCoreWithBroker().median()).isCloseTo(1_066.7, within(0.1));
  }

  @Test
  void over_isFromMedianToMedian() {
    Costs mine = new Costs("mine", Unit.CYCLE);
    Costs bare = new Costs("bare", Unit.CYCLE);
    for (double seconds : new double[] {1, 2, 10}) {
      mine.add(new Cost(100, seconds, 1, 1));
      bare.add(new Cost(100, seconds / 2, 1, 1));
    }

    assertThat(mine.over(bare, Cost::perSecond)).isEqualTo(0.5);
  }
}
