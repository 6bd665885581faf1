package dev.recur.notifier.fanout;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.notifier.buyer.BuyerDirectory;
import dev.recur.notifier.endpoint.EndpointDirectory;
import dev.recur.notifier.endpoint.EndpointDirectory.Shop;
import dev.recur.notifier.notice.Context;
import dev.recur.notifier.notice.FanOut;
import dev.recur.notifier.notice.LedgerEvent;
import dev.recur.notifier.notice.Mailing;
import dev.recur.notifier.notice.Step;
import dev.recur.notifier.notice.Telling;
import dev.recur.notifier.streams.InTask;
import dev.recur.notifier.streams.RecordReader;
import dev.recur.notifier.streams.UnreadableStateException;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.WebhookDelivery;
import dev.recur.schemas.kafka.EventHeaders;
import dev.recur.schemas.kafka.ReadTo;
import dev.recur.schemas.kafka.Traceparent;
import dev.recur.schemas.kafka.Untaken;
import dev.recur.schemas.serde.RecordCodec;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** One event of the ledger: load, decide, put, forward, in this order. */
final class FanOutProcessor implements Processor<byte[], byte[], byte[], byte[]> {

  /** What a processor is made of, once per task. */
  record Parts(
      RecordCodec<SubscriptionEvent> events,
      RecordCodec<WebhookDelivery> deliveries,
      Untaken untaken,
      EndpointDirectory endpoints,
      BuyerDirectory buyers) {}

  private final Parts parts;
  private final ProcessorContext<byte[], byte[]> context;
  private final RecordReader<SubscriptionEvent> reader;
  private final KeyValueStore<String, byte[]> contexts;
  private final ReadTo readTo;

  FanOutProcessor(Parts parts, ProcessorContext<byte[], byte[]> context) {
    this.parts = parts;
    this.context = context;
    this.reader =
        new RecordReader<>(
            parts.events(), parts.untaken().deadLetters(), FanOutTopology.DEAD_LETTERS, context);
    this.contexts = context.getStateStore(FanOutTopology.CONTEXTS);
    this.readTo =
        new ReadTo(context.getStateStore(FanOutTopology.READ_TO), parts.untaken().passedOver());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata at = InTask.place(context);
    if (readTo.first(at, record.timestamp()) && !take(record)) {
      // An event is known again by its sequence; what was put aside, by nothing.
      readTo.keep(at.topic());
    }
  }

  /** False where the record was put aside. */
  private boolean take(Record<byte[], byte[]> record) {
    Optional<SubscriptionEvent> read = reader.read(record);
    if (read.isEmpty()) {
      return false;
    }
    LedgerEvent event;
    try {
      event = LedgerMapping.event(read.get());
    } catch (UnreadableEventException e) {
      reader.putAside(record, String.valueOf(e.getMessage()));
      return false;
    }
    if (!FanOut.concerns(event)) {
      return true;
    }
    byte @Nullable [] stored = contexts.get(event.subscriptionId());
    Optional<Context> known;
    try {
      known = Optional.ofNullable(stored).map(ContextCodec::decode);
    } catch (UnreadableStateException e) {
      reader.putAside(
          record,
          "What is known of this subscription cannot be read, so nobody knows whom to tell. "
              + e.getMessage()
              + " Then put this record back.");
      return false;
    }
    Step step =
        FanOut.take(
            known,
            event,
            parts.endpoints().of(event.clientId()),
            mailing(event, record.timestamp()));
    return switch (step) {
      case Step.Repeated() -> true;
      case Step.Orphaned() -> {
        reader.putAside(
            record,
            "The event that created this subscription was not read, so nobody knows whom to tell:"
                + " cure that one, then put both back.");
        yield false;
      }
      case Step.Taken(Context next, List<Telling> tellings) -> {
        List<Record<byte[], byte[]>> deliveries =
            tellings.stream().map(telling -> delivery(telling, event, record)).toList();
        contexts.put(event.subscriptionId(), ContextCodec.encode(next));
        deliveries.forEach(made -> context.forward(made, FanOutTopology.DELIVERIES));
        yield true;
      }
    };
  }

  /** Empty where no e-mail is sent at all. */
  private Optional<Mailing> mailing(LedgerEvent event, long timestampMs) {
    if (!parts.buyers().isMailSent()) {
      return Optional.empty();
    }
    Optional<Shop> shop = parts.endpoints().shop(event.clientId());
    return Optional.of(
        new Mailing(
            shop.map(Shop::name).orElse(event.clientId()),
            shop.map(Shop::sandbox).orElse(false),
            () -> parts.buyers().standing(event.subscriptionId()),
            Instant.ofEpochMilli(timestampMs)));
  }

  private Record<byte[], byte[]> delivery(
      Telling telling, LedgerEvent event, Record<byte[], byte[]> cause) {
    Headers headers = new RecordHeaders();
    Optional<Traceparent> trace = EventHeaders.traceparent(cause.headers()).map(Traceparent::child);
    trace.ifPresent(parent -> EventHeaders.putTraceparent(headers, parent));
    WebhookDelivery delivery =
        new WebhookDelivery(
            telling.deliveryId(),
            telling.lane().text(),
            event.clientId(),
            event.subscriptionId(),
            event.sequence(),
            telling.previousSequence(),
            telling.notification(),
            telling.url(),
            ByteBuffer.wrap(telling.body().getBytes(UTF_8)),
            Instant.ofEpochMilli(cause.timestamp()),
            trace.map(Traceparent::toString).orElse(null),
            telling.endpointId().orElse(null),
            telling.eventType());
    return new Record<>(
        telling.lane().text().getBytes(UTF_8),
        parts.deliveries().encode(delivery),
        cause.timestamp(),
        headers);
  }
}
