package dev.recur.service.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.schemas.avro.Merchant;
import dev.recur.schemas.kafka.EventHeaders;
import dev.recur.schemas.kafka.Traceparent;
import dev.recur.schemas.serde.RecordCodec;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.signature.SecretBox;
import dev.recur.schemas.topic.Topics;
import dev.recur.service.MeetsKafka;
import dev.recur.service.mapping.MerchantMapping;
import dev.recur.service.read.MerchantProfile.Registration;
import dev.recur.service.read.MerchantsListener;
import jakarta.inject.Singleton;
import java.security.KeyPair;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Writes merchants to their topic and waits until they come back on it. */
@Singleton
@MeetsKafka
final class KafkaMerchantRecords implements MerchantRecords {

  private static final Duration KNOWN_WITHIN = Duration.ofSeconds(10);

  private final Producer<byte[], byte[]> producer;
  private final RecordCodec<Merchant> codec;
  private final MerchantsListener merchants;
  private final SecretBox secrets;
  private final InstantSource clock;

  KafkaMerchantRecords(
      Producer<byte[], byte[]> producer,
      RecordCodecs codecs,
      MerchantsListener merchants,
      SecretBox secrets,
      InstantSource clock) {
    this.producer = producer;
    this.codec = codecs.of(Topics.MERCHANTS);
    this.merchants = merchants;
    this.secrets = secrets;
    this.clock = clock;
  }

  @Override
  public void put(Registration registration, KeyPair platformKeys) {
    Merchant merchant =
        MerchantMapping.newMerchant(registration, platformKeys, secrets, clock.instant());
    try {
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(
              Topics.MERCHANTS.name(),
              registration.clientId().getBytes(UTF_8),
              codec.encode(merchant));
      EventHeaders.putTraceparent(record.headers(), Traceparent.root());
      producer.send(record).get();
      if (!merchants.awaitKnown(registration.clientId(), KNOWN_WITHIN)) {
        throw new NotDoneException("The merchant is written but not known here yet.", null);
      }
    } catch (ExecutionException | KafkaException e) {
      throw new NotDoneException("The merchant could not be written to the broker.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotDoneException("The process stops.", e);
    }
  }
}
