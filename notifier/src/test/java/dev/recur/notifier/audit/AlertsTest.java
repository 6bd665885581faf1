package dev.recur.notifier.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.audit.rules.Finding;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Alerts ask for metrics that there are, and each says what to do. */
class AlertsTest {

  private static final Path OBSERVABILITY = Path.of("../deploy/observability");

  @Test
  void alerts_shouldAskForMetricsThatThereAre() throws IOException {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    var _ = new AuditMeters(registry);
    Set<String> there = new HashSet<>();
    registry
        .getMeters()
        .forEach(
            meter -> {
              String unit = meter.getId().getBaseUnit();
              String name = meter.getId().getName().replace('.', '_');
              there.add(unit == null ? name : name + "_" + unit);
            });
    // Of the application, where it runs: AlertMetricsIT looks for it.
    there.add("recur_audit_running");
    String alerts = Files.readString(OBSERVABILITY.resolve("alerts/audit.yml"));

    Set<String> asked =
        Pattern.compile("recur_audit_[a-z_]+")
            .matcher(alerts)
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toSet());
    assertThat(asked).isNotEmpty().isSubsetOf(there);
    assertThat(alerts.split("- alert: ", -1).length).isEqualTo(alerts.split("action: ", -1).length);
  }

  @Test
  void everyKindOfFinding_shouldSayWhatToDo() throws IOException {
    String guide = Files.readString(OBSERVABILITY.resolve("README.md"));
    for (Finding.Kind kind : Finding.Kind.values()) {
      assertThat(guide).contains("`" + kind.name().toLowerCase(Locale.ROOT) + "`");
    }
  }
}
