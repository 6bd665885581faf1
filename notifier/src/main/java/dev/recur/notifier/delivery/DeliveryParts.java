package dev.recur.notifier.delivery;

import dev.recur.notifier.endpoint.EndpointDirectory;
import dev.recur.schemas.avro.WebhookAttempt;
import dev.recur.schemas.avro.WebhookCommand;
import dev.recur.schemas.avro.WebhookDelivery;
import dev.recur.schemas.avro.WebhookEndpoint;
import dev.recur.schemas.kafka.Untaken;
import dev.recur.schemas.serde.RecordCodec;

/**
 * What the delivery's processors are made of.
 *
 * @param deliveries reads and writes webhook.deliveries
 * @param attempts reads webhook.attempts
 * @param commands reads webhook.commands
 * @param states writes webhook.endpoints
 * @param untaken what becomes of records that are not taken
 * @param surroundings what lies outside the topology
 * @param bodies memory for what has just arrived, of all tasks together
 * @param outcomesFirst puts attempts in line with the other records of all tasks
 */
record DeliveryParts(
    RecordCodec<WebhookDelivery> deliveries,
    RecordCodec<WebhookAttempt> attempts,
    RecordCodec<WebhookCommand> commands,
    RecordCodec<WebhookEndpoint> states,
    Untaken untaken,
    Surroundings surroundings,
    BodyCache.Bound bodies,
    OutcomesFirst outcomesFirst) {

  EndpointDirectory endpoints() {
    return surroundings.endpoints();
  }

  DeliveryMeters meters() {
    return surroundings.meters();
  }
}
