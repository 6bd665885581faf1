package dev.recur.notifier.audit;

import dev.recur.notifier.audit.rules.Finding;
import dev.recur.schemas.serde.RecordCodecs;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;

/**
 * The audit, whole but for the stores, and what it shows. It lies in its package because nobody
 * else is to see that.
 */
public final class SimulatedAudit {

  /** As patient as application.yml has it; nothing in a run depends on how patient exactly. */
  private static final AuditSettings SETTINGS =
      new AuditSettings(Duration.ofMinutes(5), Duration.ofHours(24));

  private final RecordCodecs codecs;
  private final AuditMeters meters = new AuditMeters(new CompositeMeterRegistry());

  public SimulatedAudit(RecordCodecs codecs) {
    this.codecs = codecs;
  }

  /** Its topology, with stores of these. */
  public Topology topology(Function<String, KeyValueBytesStoreSupplier> stores) {
    return AuditTopology.of(codecs, SETTINGS, meters, new ShelfRoom(ShelfRoom.BYTES_MAX), stores);
  }

  /** What the tasks that run show: what they ever found, and what is late, each in words. */
  public List<String> objections() {
    List<String> objections = new ArrayList<>();
    for (Finding.Kind kind : Finding.Kind.values()) {
      long found = meters.findings(kind);
      if (found > 0) {
        objections.add("%d times %s".formatted(found, kind));
      }
    }
    meters
        .named()
        .forEach(
            late ->
                objections.add(
                    "%s of %s is late by %s: %s"
                        .formatted(
                            late.watch().kind(),
                            late.watch().id(),
                            late.late(),
                            late.watch().what())));
    return objections;
  }
}
