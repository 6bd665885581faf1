package dev.recur.notifier;

import dev.recur.notifier.delivery.DeliveryTopology;
import dev.recur.notifier.delivery.Surroundings;
import dev.recur.notifier.fanout.FanOutTopology;
import dev.recur.schemas.kafka.DeadLetters;
import dev.recur.schemas.serde.RecordCodecs;
import org.apache.kafka.streams.Topology;

/** The notifier's topology: fan-out and delivery, which meet on topic webhook.deliveries. */
public final class NotifierTopology {

  /** Name of its group, its transactions and its internal topics. Never change it. */
  public static final String APPLICATION_ID = "notifier";

  private NotifierTopology() {}

  /** The whole topology. */
  public static Topology of(RecordCodecs codecs, Surroundings surroundings) {
    Topology topology = new Topology();
    DeadLetters deadLetters = new DeadLetters(APPLICATION_ID);
    FanOutTopology.addTo(
        topology, codecs, deadLetters, surroundings.endpoints(), surroundings.buyers());
    DeliveryTopology.addTo(topology, codecs, deadLetters, surroundings);
    return topology;
  }
}
