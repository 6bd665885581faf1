package dev.recur.service.read;

import static java.util.Objects.requireNonNull;

import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.kafka.TopicListener;
import dev.recur.schemas.kafka.TopicRecord;
import dev.recur.schemas.store.LocalStore;
import dev.recur.schemas.topic.Topics;
import dev.recur.service.mapping.PaymentMapping;
import dev.recur.service.mapping.SubscriptionMapping;
import dev.recur.service.read.SequenceWatches.Part;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what snapshots do not tell: payments, refunds, what became of the offer, and where events
 * lie.
 */
final class EventsListener implements TopicListener<SubscriptionEvent> {

  private static final String TOPIC = Topics.SUBSCRIPTION_EVENTS.name();

  private final LocalStore store;
  private final ViewCodec codec;
  private final StoredSubscriptions subscriptions;
  private final StoredPayments payments;
  private final EventIndex index;
  private final LocalStore.Changes changes;
  private final Map<String, Long> reached = new HashMap<>();

  EventsListener(
      LocalStore store,
      ViewCodec codec,
      StoredSubscriptions subscriptions,
      StoredPayments payments,
      EventIndex index) {
    this.store = store;
    this.codec = codec;
    this.subscriptions = subscriptions;
    this.payments = payments;
    this.index = index;
    this.changes = store.changes();
  }

  @Override
  public Map<Integer, Long> startingOffsets() {
    return store.offsets(TOPIC);
  }

  @Override
  public void onRecord(TopicRecord<SubscriptionEvent> record) {
    SubscriptionEvent event = record.value();
    if (event == null) {
      return;
    }
    // First what can fail: nothing is taken of an event that makes no sense.
    String subscriptionId = event.getSubscriptionId();
    byte[] offerKey = StoreKeys.authorisation(subscriptionId);
    Authorisation offer =
        SubscriptionMapping.authorisation(
            event, () -> codec.decode(changes.get(offerKey), Authorisation.class));
    PaymentView payment =
        PaymentMapping.payment(
            event, paymentId -> payments.before(changes, subscriptionId, paymentId));
    RefundView refund = PaymentMapping.refund(event);
    if (offer != null) {
      changes.put(offerKey, codec.encode(offer));
    }
    takePayment(subscriptionId, event, payment);
    if (refund != null) {
      payments.put(changes, event.getClientId(), subscriptionId, refund);
    }
    index.put(changes, event, record);
    changes.put(
        StoreKeys.sequence(subscriptionId),
        ByteBuffer.allocate(Long.BYTES).putLong(event.getSequence()).array());
    reached.put(subscriptionId, event.getSequence());
  }

  @Override
  public void onBatch(Map<Integer, Long> nextOffsets) {
    changes.commit(TOPIC, nextOffsets);
    subscriptions.taken(Topics.SUBSCRIPTION_EVENTS, nextOffsets);
    reached.forEach((id, sequence) -> subscriptions.moved(Part.EVENTS, id, sequence));
    reached.clear();
  }

  private void takePayment(
      String subscriptionId, SubscriptionEvent event, @Nullable PaymentView payment) {
    if (payment != null) {
      payments.put(changes, subscriptionId, payment);
      if (payment.purpose() == PaymentView.Purpose.MANUAL) {
        String requestId = requireNonNull(payment.requestId());
        payments.putRequest(changes, event.getClientId(), requestId, payment.paymentId());
      }
    }
    PaymentMapping.payRequest(event)
        .ifPresent(
            pay ->
                payments.putRequest(
                    changes, event.getClientId(), pay.requestId(), pay.paymentId()));
  }
}
