package dev.recur.benchmark.create;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.benchmark.create.Create.Side;
import dev.recur.benchmark.create.Create.Sides;
import dev.recur.benchmark.create.LoadProcess.Told;
import dev.recur.benchmark.report.Ratio;
import dev.recur.benchmark.report.Ratio.Verdict;
import dev.recur.benchmark.rig.Cost;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CreateTest {

  private static final List<Ratio> RATIOS =
      Create.ratios(
          new Sides(side("create", 700, 60), side("bare", 3_000, 50), side("signing", 1_000, 55)));

  @Test
  void peak_isHeldAgainstTheBareOneThatSigns_andToldAgainstTheOther() {
    assertThat(ratio("create peak / bare round trip that signs, per second"))
        .hasValueSatisfying(
            it -> {
              assertThat(it.value()).isEqualTo(0.7);
              assertThat(it.verdict()).isEqualTo(Verdict.MET);
            });
    assertThat(ratio("create peak / bare round trip, per second"))
        .hasValueSatisfying(it -> assertThat(it.verdict()).isEqualTo(Verdict.NO_GOAL));
  }

  @Test
  void latency_isHeldAgainstTheBareOneThatDoesNotSign_andToldAgainstTheOther() {
    assertThat(ratio("create p99 / bare round trip, at half of the peak"))
        .hasValueSatisfying(
            it -> {
              assertThat(it.value()).isEqualTo(1.2);
              assertThat(it.verdict()).isEqualTo(Verdict.MET);
            });
    assertThat(ratio("create p99 / bare round trip that signs"))
        .hasValueSatisfying(it -> assertThat(it.verdict()).isEqualTo(Verdict.NO_GOAL));
  }

  private static Side side(String name, long perSecond, long p99Ms) {
    Side side = new Side(name, 1, List.of(), () -> {});
    side.peak().add(new Cost(perSecond, 1, 1, 1));
    side.open().add(new Told(1, 1, 1_000, p99Ms * 1_000));
    return side;
  }

  private static Optional<Ratio> ratio(String name) {
    return RATIOS.stream().filter(it -> it.name().equals(name)).findAny();
  }
}
