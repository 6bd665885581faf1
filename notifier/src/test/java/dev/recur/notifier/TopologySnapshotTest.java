package dev.recur.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.buyer.BuyerDirectory;
import dev.recur.notifier.delivery.DeliveryMeters;
import dev.recur.notifier.delivery.LaneMeters;
import dev.recur.notifier.delivery.Outbound.HandOver;
import dev.recur.notifier.delivery.Surroundings;
import dev.recur.notifier.endpoint.MerchantEndpoints;
import dev.recur.schemas.fuzz.TopologyNames;
import dev.recur.schemas.serde.RecordCodecs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.streams.TopologyDescription;
import org.junit.jupiter.api.Test;

/**
 * Stores and topics are found by their names: a name that changes by accident loses the state
 * behind it. Run with {@code -Dgolden.update=true} and read the difference.
 */
public class TopologySnapshotTest {

  private static final Path SNAPSHOT = Path.of("src/test/resources/golden/topology.txt");

  @Test
  void topology_shouldBeAsItWas() throws IOException {
    String described = described().toString();
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(SNAPSHOT, described);
    }
    assertThat(described).isEqualTo(Files.readString(SNAPSHOT));
  }

  static TopologyDescription described() {
    try (RecordCodecs codecs =
        RecordCodecs.from(Map.of("schema.registry.url", "http://127.0.0.1:1"))) {
      return NotifierTopology.of(
              codecs,
              new Surroundings(
                  new MerchantEndpoints(),
                  BuyerDirectory.NO_MAIL,
                  _ -> HandOver.NO_ROOM,
                  TestReplays::new,
                  new DeliveryMeters(new SimpleMeterRegistry()),
                  new LaneMeters(new SimpleMeterRegistry()),
                  1))
          .describe();
    }
  }

  /** Every topic that is read. */
  static Set<String> sourceTopics() {
    return TopologyNames.sourceTopics(described());
  }

  /** Every store of one of its parts. */
  public static Set<String> storesOf(Predicate<String> processor) {
    return TopologyNames.stores(described(), processor);
  }
}
