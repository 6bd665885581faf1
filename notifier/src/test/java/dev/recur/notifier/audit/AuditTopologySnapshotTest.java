package dev.recur.notifier.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.fuzz.TopologyNames;
import dev.recur.schemas.serde.RecordCodecs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.TopologyDescription;
import org.junit.jupiter.api.Test;

/**
 * Stores are found by their names: one that changes by accident loses the state behind it. Run with
 * {@code -Dgolden.update=true} and read the difference.
 */
class AuditTopologySnapshotTest {

  private static final Path SNAPSHOT = Path.of("src/test/resources/golden/audit-topology.txt");

  @Test
  void topology_shouldBeAsItWas() throws IOException {
    String described = described().toString();
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(SNAPSHOT, described);
    }
    assertThat(described).isEqualTo(Files.readString(SNAPSHOT));
  }

  private static TopologyDescription described() {
    try (RecordCodecs codecs =
        RecordCodecs.from(Map.of("schema.registry.url", "http://127.0.0.1:1"))) {
      return AuditTopology.of(
              codecs,
              new AuditSettings(Duration.ofMinutes(5), Duration.ofHours(24)),
              new AuditMeters(new SimpleMeterRegistry()))
          .describe();
    }
  }

  /** Every topic that is read. */
  static Set<String> sourceTopics() {
    return TopologyNames.sourceTopics(described());
  }

  /** Every store. */
  static Set<String> stores() {
    return TopologyNames.stores(described());
  }
}
