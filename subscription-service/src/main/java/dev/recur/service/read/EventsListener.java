package dev.recur.service.read;

import static java.util.Objects.requireNonNull;

import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.kafka.TopicListener;
import dev.recur.schemas.kafka.TopicRecord;
import dev.recur.schemas.topic.Topics;
import dev.recur.service.mapping.PaymentMapping;
import dev.recur.service.mapping.SubscriptionMapping;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps what snapshots do not tell: payments, refunds, and what became of the offer. */
final class EventsListener implements TopicListener<SubscriptionEvent> {

  private static final String TOPIC = Topics.SUBSCRIPTION_EVENTS.name();

  private final LocalStore store;
  private final ViewCodec codec;
  private final StoredSubscriptions subscriptions;
  private final StoredPayments payments;
  private final LocalStore.Changes changes;
  private final Set<String> changed = new HashSet<>();

  EventsListener(
      LocalStore store,
      ViewCodec codec,
      StoredSubscriptions subscriptions,
      StoredPayments payments) {
    this.store = store;
    this.codec = codec;
    this.subscriptions = subscriptions;
    this.payments = payments;
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
    String subscriptionId = event.getSubscriptionId();
    takeOffer(subscriptionId, event);
    takePeriod(subscriptionId, event);
    takePayment(subscriptionId, event);
    RefundView refund = PaymentMapping.refund(event);
    if (refund != null) {
      payments.put(changes, event.getClientId(), subscriptionId, refund);
    }
    changes.put(
        StoreKeys.sequence(subscriptionId),
        ByteBuffer.allocate(Long.BYTES).putLong(event.getSequence()).array());
    changed.add(subscriptionId);
  }

  @Override
  public void onBatch(Map<Integer, Long> nextOffsets) {
    changes.commit(TOPIC, nextOffsets);
    subscriptions.taken(Topics.SUBSCRIPTION_EVENTS, nextOffsets);
    changed.forEach(subscriptions::moved);
    changed.clear();
  }

  private void takeOffer(String subscriptionId, SubscriptionEvent event) {
    byte[] key = StoreKeys.authorisation(subscriptionId);
    Authorisation authorisation =
        SubscriptionMapping.authorisation(
            event, () -> codec.decode(changes.get(key), Authorisation.class));
    if (authorisation != null) {
      changes.put(key, codec.encode(authorisation));
    }
  }

  /** Periods are told in order, but one that is skipped may be told after the next has begun. */
  private void takePeriod(String subscriptionId, SubscriptionEvent event) {
    Integer period = SubscriptionMapping.period(event);
    if (period != null && period > runningPeriod(subscriptionId)) {
      changes.put(
          StoreKeys.period(subscriptionId),
          ByteBuffer.allocate(Integer.BYTES).putInt(period).array());
    }
  }

  private void takePayment(String subscriptionId, SubscriptionEvent event) {
    PaymentView payment =
        PaymentMapping.payment(
            event,
            paymentId -> payments.before(changes, subscriptionId, paymentId),
            () -> runningPeriod(subscriptionId));
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

  /** Number of the last period that began or was skipped; 1 before the first. */
  private int runningPeriod(String subscriptionId) {
    byte @Nullable [] period = changes.get(StoreKeys.period(subscriptionId));
    return period == null ? 1 : ByteBuffer.wrap(period).getInt();
  }
}
