package dev.recur.notifier.audit;

import dev.recur.notifier.audit.AuditMeters.ClockKind;
import dev.recur.notifier.audit.rules.Finding;
import dev.recur.notifier.audit.rules.Watch;
import io.micronaut.context.annotation.Requires;
import io.micronaut.management.endpoint.annotation.Endpoint;
import io.micronaut.management.endpoint.annotation.Read;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code GET /audit}: what this instance's part of the audit has found, for eyes and programs. */
@Endpoint(id = "audit", defaultEnabled = true, defaultSensitive = false)
@Requires(beans = RunningAudit.class)
final class AuditEndpoint {

  private final AuditMeters meters;
  private final RunningAudit audit;

  AuditEndpoint(AuditMeters meters, RunningAudit audit) {
    this.meters = meters;
    this.audit = audit;
  }

  /** How many of each, and the worst by name. */
  @Read
  Map<String, Object> read() {
    Map<String, Object> findings = new LinkedHashMap<>();
    for (Finding.Kind kind : Finding.Kind.values()) {
      findings.put(AuditMeters.word(kind), meters.findings(kind));
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("running", audit.isRunning());
    all.put("failed", audit.hasFailed());
    all.put("recordsRead", meters.records());
    all.put("busyClocks", meters.busyClocks());
    all.put("overdue", counts(Watch.Kind.EXPECTED));
    all.put("noOutcome", counts(Watch.Kind.IN_FLIGHT));
    all.put("unmatched", meters.late(Watch.Kind.UNMATCHED, ClockKind.LIVE).count());
    all.put("findings", findings);
    all.put("late", late());
    all.put("latestFindings", meters.latestFindings());
    return all;
  }

  private Map<String, Object> counts(Watch.Kind kind) {
    Map<String, Object> counts = new LinkedHashMap<>();
    for (ClockKind clock : ClockKind.values()) {
      counts.put(AuditMeters.word(clock), meters.late(kind, clock).count());
    }
    return counts;
  }

  private List<String> late() {
    return meters.named().stream()
        .map(
            named ->
                "%s %s: %s, since %s"
                    .formatted(
                        AuditMeters.word(named.watch().kind()),
                        named.watch().id(),
                        named.watch().what(),
                        named.watch().since()))
        .toList();
  }
}
