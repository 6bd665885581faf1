package dev.recur.service.history;

import dev.recur.schemas.avro.WebhookAttempt;
import dev.recur.schemas.avro.WebhookDelivery;
import dev.recur.schemas.serde.RecordCodec;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.serde.UndecodableRecordException;
import dev.recur.schemas.topic.Topics;
import dev.recur.service.MeetsKafka;
import dev.recur.service.mapping.AvroJson;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Looks for deliveries and attempts in their topics. */
@Singleton
@MeetsKafka
final class KafkaLaneLog implements LaneLog {

  private final Consumers consumers;
  private final RecordCodec<WebhookDelivery> deliveries;
  private final RecordCodec<WebhookAttempt> attempts;

  KafkaLaneLog(Consumers consumers, RecordCodecs codecs) {
    this.consumers = consumers;
    this.deliveries = codecs.of(Topics.WEBHOOK_DELIVERIES);
    this.attempts = codecs.of(Topics.WEBHOOK_ATTEMPTS);
  }

  @Override
  public Page search(Search search) {
    return switch (search.kind()) {
      case DELIVERIES -> search(search, deliveries, delivery -> isWanted(search, delivery));
      case ATTEMPTS -> search(search, attempts, attempt -> isWanted(search, attempt));
    };
  }

  private <V extends SpecificRecord> Page search(
      Search search, RecordCodec<V> codec, Predicate<V> wanted) {
    return consumers.lend(
        consumer ->
            new LaneScan(
                    consumer,
                    codec.topic().name(),
                    search,
                    record -> decoded(codec, record).filter(wanted).map(KafkaLaneLog::json))
                .page());
  }

  /** What cannot be read the notifier has put to dead letters; here it is passed over. */
  private static <V extends SpecificRecord> Optional<V> decoded(
      RecordCodec<V> codec, ConsumerRecord<byte[], byte[]> record) {
    try {
      return Optional.of(codec.decode(record.value()));
    } catch (UndecodableRecordException e) {
      return Optional.empty();
    }
  }

  private static JsonNode json(SpecificRecord record) {
    return AvroJson.of(record, Set.of());
  }

  private static boolean isWanted(Search search, WebhookDelivery delivery) {
    return isWanted(search, delivery.getSubscriptionId(), delivery.getDeliveryId());
  }

  private static boolean isWanted(Search search, WebhookAttempt attempt) {
    return isWanted(search, attempt.getSubscriptionId(), attempt.getDeliveryId())
        && (search.outcome() == null
            || attempt.getOutcome().name().equals(search.outcome().name()));
  }

  private static boolean isWanted(Search search, String subscriptionId, String deliveryId) {
    return (search.subscriptionId() == null || search.subscriptionId().equals(subscriptionId))
        && (search.deliveryId() == null || search.deliveryId().equals(deliveryId));
  }
}
