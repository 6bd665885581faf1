package dev.recur.notifier.delivery;

import dev.recur.schemas.avro.WebhookAttempt;
import dev.recur.schemas.avro.WebhookDelivery;
import dev.recur.schemas.kafka.DeadLetters;
import dev.recur.schemas.serde.RecordCodec;

/**
 * What the delivery's processors are made of.
 *
 * @param deliveries reads webhook.deliveries
 * @param attempts reads webhook.attempts
 * @param deadLetters makes dead letters of what cannot be read
 * @param outbound takes what is to be sent
 * @param meters counts
 * @param perEndpointMax most attempts to one endpoint in the air
 */
record DeliveryParts(
    RecordCodec<WebhookDelivery> deliveries,
    RecordCodec<WebhookAttempt> attempts,
    DeadLetters deadLetters,
    Outbound outbound,
    DeliveryMeters meters,
    int perEndpointMax) {}
