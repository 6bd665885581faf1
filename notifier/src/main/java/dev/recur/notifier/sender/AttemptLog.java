package dev.recur.notifier.sender;

import dev.recur.notifier.delivery.Shipment;
import dev.recur.schemas.avro.WebhookAttempt;

/** Where outcomes are written down, for the topology to read. */
@FunctionalInterface
public interface AttemptLog {

  /** Writes an outcome to the partition its delivery lies on. Returns before it is safe. */
  void write(Shipment shipment, WebhookAttempt attempt);
}
