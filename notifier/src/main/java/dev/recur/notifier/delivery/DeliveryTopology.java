package dev.recur.notifier.delivery;

import dev.recur.notifier.streams.InTask;
import dev.recur.schemas.kafka.DeadLetters;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.topic.Topics;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;

/** webhook.deliveries and webhook.attempts → what is pending, due and whose turn it is. */
public final class DeliveryTopology {

  static final String DELIVERIES_DEAD_LETTERS = "delivery-deliveries-dead-letters";
  static final String ATTEMPTS_DEAD_LETTERS = "delivery-attempts-dead-letters";

  private static final String DELIVERIES = "delivery-deliveries";
  private static final String ATTEMPTS = "delivery-attempts";
  private static final String PROCESSOR = "delivery";

  private DeliveryTopology() {}

  /**
   * Adds the delivery to the notifier's topology.
   *
   * @param perEndpointMax most attempts to one endpoint in the air
   */
  public static void addTo(
      Topology topology,
      RecordCodecs codecs,
      DeadLetters deadLetters,
      Outbound outbound,
      DeliveryMeters meters,
      int perEndpointMax) {
    DeliveryParts parts =
        new DeliveryParts(
            codecs.of(Topics.WEBHOOK_DELIVERIES),
            codecs.of(Topics.WEBHOOK_ATTEMPTS),
            deadLetters,
            outbound,
            meters,
            perEndpointMax);
    addSource(topology, DELIVERIES, Topics.WEBHOOK_DELIVERIES.name());
    addSource(topology, ATTEMPTS, Topics.WEBHOOK_ATTEMPTS.name());
    topology.addProcessor(
        PROCESSOR,
        InTask.supplier(
            DeliveryStores.builders(), context -> new DeliveryProcessor(parts, context)),
        DELIVERIES,
        ATTEMPTS);
    addSink(topology, DELIVERIES_DEAD_LETTERS, Topics.WEBHOOK_DELIVERIES.deadLetters());
    addSink(topology, ATTEMPTS_DEAD_LETTERS, Topics.WEBHOOK_ATTEMPTS.deadLetters());
  }

  private static void addSource(Topology topology, String name, String topic) {
    topology.addSource(name, new ByteArrayDeserializer(), new ByteArrayDeserializer(), topic);
  }

  private static void addSink(Topology topology, String name, String topic) {
    topology.addSink(name, topic, new ByteArraySerializer(), new ByteArraySerializer(), PROCESSOR);
  }
}
