package dev.recur.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.benchmark.report.KeptRatios;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunTest {

  private static final KeptRatios KEPT =
      new KeptRatios(Map.of("throughput", Map.of("a", 0.5), "billing", Map.of("b", 0.5)));

  @Test
  void check_ofTheLongForm_isRefused_andSaysWhatToDo() {
    assertThat(Run.refusal(List.of("billing"), false, KEPT).orElseThrow())
        .startsWith("Say --short --check: ");
  }

  @Test
  void check_ofWhatIsNotKept_isRefused_andSaysWhatIs() {
    assertThat(Run.refusal(List.of("billing", "scale"), true, KEPT).orElseThrow())
        .startsWith("ratios.json keeps no ratio of scale")
        .contains("billing, throughput can be checked");
  }

  @Test
  void check_ofWhatIsKept_isDone() {
    assertThat(Run.refusal(List.of("billing"), true, KEPT)).isEmpty();
    assertThat(Run.refusal(List.of(), true, KEPT)).isEmpty();
  }
}
