package dev.recur.notifier;

import dev.recur.notifier.buyer.BuyerDirectory;
import dev.recur.notifier.delivery.DeliveryMeters;
import dev.recur.notifier.delivery.LaneMeters;
import dev.recur.notifier.delivery.Outbound.HandOver;
import dev.recur.notifier.delivery.Surroundings;
import dev.recur.notifier.endpoint.MerchantEndpoints;
import dev.recur.schemas.fuzz.TopologyNames;
import dev.recur.schemas.serde.RecordCodecs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.streams.TopologyDescription;

/** What the notifier's topology says of itself. */
public final class DescribedTopology {

  private DescribedTopology() {}

  static TopologyDescription describe() {
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
                  1),
              new SimpleMeterRegistry())
          .describe();
    }
  }

  /** Every topic that is read. */
  static Set<String> sourceTopics() {
    return TopologyNames.sourceTopics(describe());
  }

  /** Every store of one of its parts. */
  public static Set<String> storesOf(Predicate<String> processor) {
    return TopologyNames.stores(describe(), processor);
  }
}
