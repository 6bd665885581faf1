package dev.recur.service.buyer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.schemas.avro.Buyer;
import dev.recur.schemas.buyer.BuyerSeal;
import dev.recur.schemas.kafka.EventHeaders;
import dev.recur.schemas.kafka.Traceparent;
import dev.recur.schemas.serde.RecordCodec;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.signature.SecretBox;
import dev.recur.schemas.topic.Topics;
import dev.recur.service.MeetsKafka;
import dev.recur.service.read.Buyers;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Seals buyers, writes them to their topic, and waits until they come back on it. */
@Singleton
@MeetsKafka
final class KafkaBuyerRecords implements BuyerRecords {

  private static final Duration KNOWN_WITHIN = Duration.ofSeconds(3);

  private final Producer<byte[], byte[]> producer;
  private final RecordCodec<Buyer> codec;
  private final BuyerSeal seal;
  private final Buyers known;

  KafkaBuyerRecords(
      Producer<byte[], byte[]> producer, RecordCodecs codecs, SecretBox secrets, Buyers known) {
    this.producer = producer;
    this.codec = codecs.of(Topics.BUYERS);
    this.seal = new BuyerSeal(secrets);
    this.known = known;
  }

  @Override
  public void write(List<BuyerRecord> records) {
    try {
      List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
      for (BuyerRecord record : records) {
        sent.add(producer.send(kafkaRecord(record)));
      }
      Map<Integer, Long> ends = new HashMap<>();
      for (Future<RecordMetadata> acknowledged : sent) {
        RecordMetadata where = acknowledged.get();
        ends.merge(where.partition(), where.offset() + 1, Math::max);
      }
      if (!known.awaitTaken(ends, KNOWN_WITHIN)) {
        throw new NotKeptException("It is written but not known here yet.", null);
      }
    } catch (ExecutionException | KafkaException e) {
      throw new NotKeptException("It could not be written to the broker.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotKeptException("The process stops.", e);
    }
  }

  private ProducerRecord<byte[], byte[]> kafkaRecord(BuyerRecord record) {
    Buyer buyer = buyer(record);
    ProducerRecord<byte[], byte[]> written =
        new ProducerRecord<>(
            Topics.BUYERS.name(),
            record.subscriptionId().getBytes(UTF_8),
            buyer == null ? null : codec.encode(buyer));
    EventHeaders.putTraceparent(written.headers(), Traceparent.root());
    return written;
  }

  private @Nullable Buyer buyer(BuyerRecord record) {
    return switch (record) {
      case BuyerRecord.Known it ->
          seal.seal(it.subscriptionId(), it.clientId(), it.data(), it.createdAt());
      case BuyerRecord.Forgotten it ->
          BuyerSeal.forgotten(it.subscriptionId(), it.clientId(), it.createdAt(), it.at());
      case BuyerRecord.Nothing _ -> null;
    };
  }
}
