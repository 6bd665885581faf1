package dev.recur.notifier.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.notifier.delivery.DeliveryStores.Stored;
import dev.recur.notifier.endpoint.Endpoint;
import dev.recur.notifier.endpoint.EndpointDirectory;
import dev.recur.notifier.notice.OperationalNotice;
import dev.recur.notifier.queue.Health;
import dev.recur.schemas.avro.WebhookDelivery;
import dev.recur.schemas.id.EndpointLane;
import dev.recur.schemas.id.Identity;
import dev.recur.schemas.serde.RecordCodec;
import dev.recur.schemas.webhook.EventTypes;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Tells a merchant's other endpoints how one lane is doing: as deliveries like any other, numbered
 * per lane.
 */
final class Bulletins {

  private final EndpointDirectory endpoints;
  private final RecordCodec<WebhookDelivery> codec;
  private final ProcessorContext<byte[], byte[]> context;
  private final Supplier<Instant> clock;

  Bulletins(
      EndpointDirectory endpoints,
      RecordCodec<WebhookDelivery> codec,
      ProcessorContext<byte[], byte[]> context,
      Supplier<Instant> clock) {
    this.endpoints = endpoints;
    this.codec = codec;
    this.context = context;
    this.clock = clock;
  }

  /**
   * The lane's status is another one.
   *
   * @return true when somebody was told
   */
  boolean status(Lane lane, Health before, Health after) {
    String type =
        switch (after.status()) {
          case FAILING -> EventTypes.ENDPOINT_FAILING;
          case DISABLED -> EventTypes.ENDPOINT_DISABLED;
          case ACTIVE ->
              before.status() == Health.Status.FAILING ? EventTypes.ENDPOINT_RECOVERED : "";
        };
    String reason = after.reason().orElse("An attempt was acknowledged again.");
    return !type.isEmpty() && tell(lane, type, reason, Optional.empty());
  }

  /**
   * A delivery's attempts are used up, it was held for as long as anything is, or it can never be
   * delivered.
   *
   * @param reason why it never can be, in one sentence
   * @return true when somebody was told
   */
  boolean exhausted(Lane lane, Stored delivery, int attempts, Optional<String> reason) {
    if (EventTypes.isOperational(delivery.state().getEventType())) {
      // Bulletins about bulletins would have no end.
      return false;
    }
    return tell(
        lane,
        EventTypes.DELIVERY_EXHAUSTED,
        reason.orElseGet(
            () ->
                attempts == 0
                    ? "No attempt was made in time."
                    : "None of %d attempts was acknowledged.".formatted(attempts)),
        Optional.of(
            new OperationalNotice.Delivery(
                delivery.state().getDeliveryId(),
                delivery.key().subscriptionId(),
                delivery.key().sequence(),
                delivery.state().getEventType(),
                attempts)));
  }

  private boolean tell(
      Lane about, String type, String reason, Optional<OperationalNotice.Delivery> delivery) {
    List<Endpoint> others =
        endpoints.of(about.id().clientId()).stream()
            .filter(endpoint -> !about.id().endpointId().equals(Optional.of(endpoint.endpointId())))
            .filter(endpoint -> endpoint.wants(type))
            .toList();
    if (others.isEmpty()) {
      return false;
    }
    long number = about.nextBulletin();
    byte[] body =
        new OperationalNotice(type, about.id(), clock.get(), reason, delivery)
            .render()
            .getBytes(UTF_8);
    others.forEach(endpoint -> tell(about, number, type, body, endpoint));
    return true;
  }

  /** The line in which it stands is that of the lane it is about. */
  private void tell(Lane about, long number, String type, byte[] body, Endpoint endpoint) {
    String subject = about.text();
    EndpointLane to =
        EndpointLane.ofEndpoint(
            about.id().clientId(), endpoint.endpointId(), endpoint.shards(), subject);
    WebhookDelivery delivery =
        WebhookDelivery.newBuilder()
            .setDeliveryId(Identity.deliveryId(subject, number, to.clientId() + " " + to.target()))
            .setEndpoint(to.text())
            .setClientId(to.clientId())
            .setSubscriptionId(subject)
            .setSequence(number)
            .setPreviousSequence(0)
            .setNotification(type)
            .setUrl(endpoint.url())
            .setBody(ByteBuffer.wrap(body))
            .setCreatedAt(clock.get())
            .setEndpointId(endpoint.endpointId())
            .setEventType(type)
            .build();
    context.forward(
        new Record<>(to.text().getBytes(UTF_8), codec.encode(delivery), clock.get().toEpochMilli()),
        DeliveryTopology.BULLETINS);
  }
}
