package dev.recur.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.local.process.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptRatiosTest {

  private static final KeptRatios KEPT =
      new KeptRatios(Map.of("billing", Map.of("speed", 0.5, "wait", 1.0)));

  @TempDir private Path directory;

  @Test
  void upToAFifthWorse_isNoRegression_andMoreIs_eitherWay() {
    assertThat(KEPT.regressions(List.of(billing(0.41, 1.19)))).isEmpty();
    assertThat(KEPT.regressions(List.of(billing(0.39, 1.19))))
        .containsExactly("billing: speed is 0.390 and was 0.500");
    assertThat(KEPT.regressions(List.of(billing(0.9, 1.21))))
        .containsExactly("billing: wait is 1.210 and was 1.000");
  }

  @Test
  void ofSeveralRuns_theMedianCounts() {
    assertThat(KEPT.regressions(List.of(billing(0.1, 1), billing(0.5, 1), billing(0.45, 9))))
        .isEmpty();
    assertThat(KEPT.regressions(List.of(billing(0.1, 1), billing(0.5, 1), billing(0.2, 1))))
        .hasSize(1);
  }

  @Test
  void aKeptRatioThatIsNotFound_isAFault_andOneThatIsNotKeptIsNone() {
    Result without = new Result("billing", "", List.of(), List.of(speed(0.5)));
    assertThatThrownBy(() -> KEPT.regressions(List.of(without)))
        .hasMessageContaining("no ratio 'wait'");
    Result other = new Result("other", "", List.of(), List.of(speed(0.001)));
    assertThat(KEPT.regressions(List.of(other))).isEmpty();
  }

  @Test
  void whatIsKept_canBeRead_andWhatIsNoneIsRefused() throws IOException {
    Path kept = Installation.find().root().resolve("deploy/benchmark/ratios.json");
    assertThat(KeptRatios.read(kept).ratios()).containsKey("billing");
    Path wrong = Files.writeString(directory.resolve("ratios.json"), "[]");
    assertThatThrownBy(() -> KeptRatios.read(wrong)).hasMessageContaining("holds no ratios");
  }

  private static Result billing(double speed, double wait) {
    return new Result(
        "billing", "", List.of(), List.of(speed(speed), Ratio.of("wait", wait, Goal.atMost(1.5))));
  }

  private static Ratio speed(double value) {
    return Ratio.told("speed", value);
  }
}
