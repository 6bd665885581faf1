package dev.recur.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.local.process.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptRatiosTest {

  private static final KeptRatios KEPT =
      new KeptRatios(Map.of("billing", Map.of("speed", 0.5, "wait", 1.0)));

  @TempDir private Path directory;

  private final List<String> progress = new ArrayList<>();

  @Test
  void upToAFifthWorse_isNoRegression_andMoreIs_eitherWay() {
    assertThat(worse(billing(0.41, 1.19))).isEmpty();
    assertThat(worse(thrice(billing(0.39, 1.19))))
        .containsExactly("billing: speed is 0.390 and was 0.500");
    assertThat(worse(thrice(billing(0.9, 1.21))))
        .containsExactly("billing: wait is 1.210 and was 1.000");
  }

  @Test
  void worseAtFirst_twoMoreRuns_andTheMedianOfThreeDecides() {
    assertThat(worse(billing(0.1, 1), billing(0.5, 1), billing(0.45, 9))).isEmpty();
    assertThat(worse(billing(0.1, 1), billing(0.5, 1), billing(0.2, 1))).hasSize(1);
  }

  @Test
  void worseAtFirst_andAGoodSecondRun_theThirdStillDecides() {
    assertThat(worse(billing(0.3, 1), billing(0.9, 1), billing(0.3, 1)))
        .containsExactly("billing: speed is 0.300 and was 0.500");
  }

  @Test
  void goodAtFirst_noMoreRuns() {
    assertThat(worse(billing(0.5, 1))).isEmpty();
    assertThat(progress).isEmpty();
  }

  @Test
  void worseAtFirst_isSaid() {
    worse(billing(0.39, 1), billing(0.5, 1), billing(0.5, 1));
    assertThat(progress)
        .containsExactly(
            "billing: speed is 0.390 and was 0.500: two more runs, the median decides");
  }

  @Test
  void whatIsNoNumber_isWorse_whicheverWayIsBetter() {
    for (double none : List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)) {
      assertThat(worse(thrice(billing(none, 1)))).hasSize(1);
      assertThat(worse(thrice(billing(0.5, none)))).hasSize(1);
    }
  }

  @Test
  void aKeptRatioThatDoesNotSayWhichWayIsBetter_isAFault() {
    Result told =
        new Result("billing", "", List.of(), List.of(Ratio.told("speed", 0.5), waiting(1)));
    assertThatThrownBy(() -> worse(told)).hasMessageContaining("Ratio.moreIsBetter");
  }

  @Test
  void aKeptRatioThatIsNotFound_isAFault_andSoIsABenchmarkOfWhichNoneIsKept() {
    Result without = new Result("billing", "", List.of(), List.of(speed(0.5)));
    assertThatThrownBy(() -> worse(without)).hasMessageContaining("no ratio 'wait'");
    Result other = new Result("other", "", List.of(), List.of(speed(0.001)));
    assertThatThrownBy(() -> worse(other)).hasMessageContaining("No ratio of the other benchmark");
  }

  @Test
  void whatIsKept_canBeRead_andWhatIsNoneIsRefused() throws IOException {
    Path kept = Installation.find().root().resolve("deploy/benchmark/ratios.json");
    assertThat(KeptRatios.read(kept).ratios()).containsKey("billing");
    Path wrong = Files.writeString(directory.resolve("ratios.json"), "[]");
    assertThatThrownBy(() -> KeptRatios.read(wrong)).hasMessageContaining("holds no ratios");
  }

  /** Of a benchmark that finds these, one after the other: no more and no fewer. */
  private List<String> worse(Result... results) {
    Iterator<Result> runs = List.of(results).iterator();
    List<String> worse = KEPT.regressions(runs::next, progress::add);
    assertThat(runs.hasNext()).isFalse();
    return worse;
  }

  private static Result[] thrice(Result result) {
    return new Result[] {result, result, result};
  }

  private static Result billing(double speed, double wait) {
    return new Result("billing", "", List.of(), List.of(speed(speed), waiting(wait)));
  }

  private static Ratio speed(double value) {
    return Ratio.moreIsBetter("speed", value);
  }

  private static Ratio waiting(double value) {
    return Ratio.of("wait", value, Goal.atMost(1.5));
  }
}
