package dev.recur.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.local.http.Json;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class ReportTest {

  private static final Figure RATE = new Figure("rate", "per second", List.of(10.0, 30.0, 11.0));

  @Test
  void median_isTheMiddle_orBetweenTheTwoInTheMiddle() {
    assertThat(RATE.median()).isEqualTo(11);
    assertThat(Figure.median(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
    assertThatThrownBy(() -> new Figure("rate", "per second", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void goals_areOnOneSide_andOneMissedIsEnough() {
    Ratio met = Ratio.of("speed", 0.4, Goal.atLeast(0.4));
    Ratio missed = Ratio.of("wait", 1.11, Goal.atMost(1.1));

    assertThat(result(met, Ratio.told("other", 0)).isMet()).isTrue();
    assertThat(result(met, missed).isMet()).isFalse();
  }

  @Test
  void aGoalThatDoesNotCount_isNeitherMetNorMissed_andTheReportSaysWhy() {
    Ratio missed = Ratio.of("wait", 1.11, Goal.atMost(1.1)).countingIf(false);
    Ratio met = Ratio.of("speed", 0.5, Goal.atLeast(0.4)).countingIf(false);
    Result result =
        new Result("waiting", "", List.of(RATE), List.of(missed, met), List.of("Too slow."));
    Report report = new Report("run it", Machine.now(), result);

    assertThat(result.isMet()).isTrue();
    assertThat(report.table())
        .contains("≤ 1.10 does not count", "≥ 0.40 does not count", "NOTE: Too slow.")
        .doesNotContain("MISSED", " met");
    var json = Json.read(report.json());
    assertThat(json.at("/ratios/0/counts").asBoolean(true)).isFalse();
    assertThat(json.at("/ratios/0").has("met")).isFalse();
    assertThat(json.has("met")).isFalse();
    assertThat(json.at("/warnings/0").asText()).isEqualTo("Too slow.");
    assertThat(Plot.svg(result)).doesNotContain("#d77", "#7b7");
  }

  @Test
  void report_saysHow_whatAndWhetherItIsEnough() {
    Report report =
        new Report("run it", Machine.now(), result(Ratio.of("wait", 1.11, Goal.atMost(1.1))));

    assertThat(report.table())
        .contains("run it; ", "on one broker", "rate, per second", "10.00 … 30.00")
        .contains("1.110", "≤ 1.10 MISSED");
    var json = Json.read(report.json());
    assertThat(json.at("/command").asText()).isEqualTo("run it");
    assertThat(json.at("/figures/0/median").asDouble()).isEqualTo(11);
    assertThat(json.at("/ratios/0/goal/AT_MOST").asDouble()).isEqualTo(1.1);
    assertThat(json.at("/met").asBoolean(true)).isFalse();
  }

  @Test
  void plot_isXml_withAllOfIt() throws Exception {
    Figure odd = new Figure("a < b & c", "ms", List.of(0.0));
    String svg =
        Plot.svg(
            new Result(
                "waiting",
                "",
                List.of(RATE, odd),
                List.of(Ratio.of("wait", 1.11, Goal.atMost(1.1)), Ratio.told("other", 400))));

    var root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)))
            .getDocumentElement();
    assertThat(root.getElementsByTagName("circle").getLength()).isEqualTo(4);
    assertThat(root.getElementsByTagName("line").getLength()).isEqualTo(1);
    assertThat(root.getTextContent()).contains("a < b & c", "11.00", "1.11 (≤ 1.10)", "400");
  }

  private static Result result(Ratio... ratios) {
    return new Result("waiting", "on one broker", List.of(RATE), List.of(ratios));
  }
}
