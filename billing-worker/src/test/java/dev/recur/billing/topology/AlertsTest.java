package dev.recur.billing.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Alerts ask for metrics that there are, from the start, and each says what to do. */
class AlertsTest {

  private static final Path RULES = Path.of("../deploy/observability/alerts/billing.yml");

  /** Of the application and of the channel, where they run: AlertMetricsIT looks for them. */
  private static final List<String> OF_OTHERS =
      List.of("recur_billing_clock_ahead_seconds", "recur_channel_answers_seconds_count");

  @Test
  void alerts_shouldAskForMetricsThatThereAre() throws IOException {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var _ = new BillingMetrics(registry);
    String there = registry.scrape();
    List<String> asked =
        Pattern.compile("recur_[a-z_]+(\\{type=\"[A-Za-z]+\"})?")
            .matcher(Files.readString(RULES))
            .results()
            .map(MatchResult::group)
            .filter(metric -> !OF_OTHERS.contains(metric))
            .toList();
    assertThat(asked)
        .hasSize(9)
        .allSatisfy(metric -> assertThat(there.lines()).anyMatch(it -> it.startsWith(metric)));
  }

  @Test
  void everyAlert_shouldSayWhatToDo() throws IOException {
    String rules = Files.readString(RULES);
    assertThat(rules.split("- alert: ", -1)).hasSameSizeAs(rules.split("action: ", -1));
  }
}
