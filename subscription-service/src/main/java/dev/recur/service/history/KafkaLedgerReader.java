package dev.recur.service.history;

import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.kafka.EventHeaders;
import dev.recur.schemas.serde.RecordCodec;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.topic.Topics;
import dev.recur.service.Deadline;
import dev.recur.service.MeetsKafka;
import dev.recur.service.history.EventLog.Event;
import dev.recur.service.mapping.EventMapping;
import dev.recur.service.read.EventPlace;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads events of the ledger back from Kafka. */
@Singleton
@MeetsKafka
final class KafkaLedgerReader implements LedgerReader {

  private static final String TYPE_PREFIX = "dev.recur.subscription.";
  private static final Duration READ_WITHIN = Duration.ofSeconds(5);

  private final Consumers consumers;
  private final RecordCodec<SubscriptionEvent> codec;

  KafkaLedgerReader(Consumers consumers, RecordCodecs codecs) {
    this.consumers = consumers;
    this.codec = codecs.of(Topics.SUBSCRIPTION_EVENTS);
  }

  @Override
  public List<Read> read(List<EventPlace> places) {
    List<ConsumerRecord<byte[], byte[]>> records =
        consumers.lend(
            consumer ->
                RecordsAt.read(
                    consumer,
                    Topics.SUBSCRIPTION_EVENTS.name(),
                    places,
                    Deadline.left(READ_WITHIN)));
    return records.stream().map(this::read).toList();
  }

  private Read read(ConsumerRecord<byte[], byte[]> record) {
    SubscriptionEvent event = codec.decode(record.value());
    EventMapping.Particulars particulars = EventMapping.particulars(event);
    return new Read(
        new Event(
            event.getSubscriptionId() + "/" + event.getSequence(),
            event.getSubscriptionId(),
            event.getClientId(),
            event.getSequence(),
            EventHeaders.get(record.headers(), EventHeaders.CE_TYPE)
                .orElse(TYPE_PREFIX + particulars.name()),
            event.getAt().toString(),
            particulars.data()),
        record.serializedValueSize());
  }
}
