package dev.recur.billing.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.billing.domain.ClockId;
import dev.recur.billing.domain.Event;
import dev.recur.billing.topology.Step.Outgoing;
import dev.recur.schemas.kafka.EventHeaders;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a step and forwards what it tells: the end of it, where nothing can fail any more for a
 * reason that lies in a record.
 */
final class StepWriter {
  private static final Logger LOG = LoggerFactory.getLogger(StepWriter.class);

  private static final String SOURCE = "/recur/billing-worker";

  private final ProcessorContext<byte[], byte[]> context;
  private final SubscriptionStores stores;
  private final GuardedSteps guarded;
  private final BillingMetrics metrics;

  StepWriter(
      ProcessorContext<byte[], byte[]> context,
      SubscriptionStores stores,
      GuardedSteps guarded,
      BillingMetrics metrics) {
    this.context = context;
    this.stores = stores;
    this.guarded = guarded;
    this.metrics = metrics;
  }

  /**
   * Writes a step.
   *
   * @param stored what the step was made from
   */
  void write(String subscriptionId, StateCodec.Stored stored, Step step, Cause cause) {
    step.change().ifPresent(change -> put(subscriptionId, stored, change));
    step.outgoing().forEach(outgoing -> forward(outgoing, cause));
    step.events().forEach(event -> watch(subscriptionId, event));
  }

  private void put(String subscriptionId, StateCodec.Stored stored, Step.Change change) {
    stores.put(subscriptionId, stored, change);
    if (guarded.takenUp(subscriptionId)) {
      ClockId clock = change.after().head().terms().clock();
      change.dueAt().ifPresent(at -> stores.due().put(new DueKey(clock, at, subscriptionId)));
    }
  }

  void forward(Outgoing outgoing, Cause cause) {
    Headers headers = new RecordHeaders();
    EventHeaders.putTraceparent(headers, cause.trace());
    outgoing
        .event()
        .ifPresent(
            event ->
                EventHeaders.putCloudEvent(
                    headers, event.id(), SOURCE, event.type(), cause.time(), outgoing.key()));
    byte[] key = outgoing.key().getBytes(UTF_8);
    context.forward(
        new Record<>(key, outgoing.value().get(), cause.time().toEpochMilli(), headers),
        outgoing.sink());
  }

  /** What an operator counts, and what a person has to look at. */
  private void watch(String subscriptionId, Event event) {
    metrics.event(event.getClass().getSimpleName());
    if (event instanceof Event.Parked parked) {
      LOG.atWarn()
          .addKeyValue("subscriptionId", subscriptionId)
          .addKeyValue("reason", parked.reason())
          .log("A subscription parks: nothing is charged until somebody has looked at it");
    }
    if (event instanceof Event.RefundUnresolved unresolved && unresolved.inquireAt().isEmpty()) {
      metrics.refundUnresolved();
      LOG.atError()
          .addKeyValue("subscriptionId", subscriptionId)
          .addKeyValue("refundId", unresolved.facts().refund().paymentId())
          .addKeyValue("paymentId", unresolved.facts().refundedPaymentId())
          .log("Nobody knows whether a refund was made: ask the channel, write charge.results");
    }
    if (event instanceof Event.ChargeSurplus surplus) {
      LOG.atError()
          .addKeyValue("subscriptionId", subscriptionId)
          .addKeyValue("paymentId", surplus.payment().paymentId())
          .addKeyValue("attempt", surplus.attempt())
          .log("A buyer paid twice: refund the payment once, and the surplus goes back first");
    }
  }
}
