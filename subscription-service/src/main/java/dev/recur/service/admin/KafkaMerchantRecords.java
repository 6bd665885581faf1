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
import dev.recur.service.TopicEnds;
import dev.recur.service.admin.MerchantWriter.OvertakenException;
import dev.recur.service.mapping.MerchantMapping;
import dev.recur.service.read.MerchantChange;
import dev.recur.service.read.MerchantProfile;
import dev.recur.service.read.MerchantsListener;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Writes merchants to their topic and waits until they come back on it. */
@Singleton
@MeetsKafka
final class KafkaMerchantRecords implements MerchantRecords {

  private static final Duration KNOWN_WITHIN = Duration.ofSeconds(10);

  private static final Duration TURN_WITHIN = Duration.ofSeconds(30);

  /** Tries, when other instances write at the same moment. */
  private static final int TRIES_MAX = 10;

  private static final int PAUSE_MS_MAX = 250;

  private final MerchantWriter writer;
  private final TopicEnds ends;
  private final RecordCodec<Merchant> codec;
  private final MerchantsListener merchants;
  private final SecretBox secrets;
  private final InstantSource clock;

  /** Of this instance's own writers only one takes the id, so that they do not overtake another. */
  private final ReentrantLock lock = new ReentrantLock(true);

  KafkaMerchantRecords(
      MerchantWriter writer,
      TopicEnds ends,
      RecordCodecs codecs,
      MerchantsListener merchants,
      SecretBox secrets,
      InstantSource clock) {
    this.writer = writer;
    this.ends = ends;
    this.codec = codecs.of(Topics.MERCHANTS);
    this.merchants = merchants;
    this.secrets = secrets;
    this.clock = clock;
  }

  @Override
  public @Nullable MerchantProfile change(
      String clientId, Function<@Nullable MerchantProfile, Optional<MerchantChange>> decide) {
    takeTurn();
    try {
      for (int tries = 1; tries <= TRIES_MAX; tries++) {
        try {
          Optional<RecordMetadata> written =
              writer.alone(producer -> changeAlone(producer, clientId, decide));
          if (written.isPresent()) {
            RecordMetadata at = written.get();
            awaitKnown(Map.of(at.partition(), at.offset() + 1), "is written but not known here");
          }
          return merchants.find(clientId);
        } catch (OvertakenException e) {
          Thread.sleep(ThreadLocalRandom.current().nextInt(PAUSE_MS_MAX));
        }
      }
      throw new NotDoneException("Too many instances write merchants at this moment.", null);
    } catch (KafkaException e) {
      throw new NotDoneException("The merchant could not be written to the broker.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotDoneException("The process stops.", e);
    } finally {
      lock.unlock();
    }
  }

  private void takeTurn() {
    try {
      if (!lock.tryLock(TURN_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new NotDoneException("Too many merchants are changed at this moment.", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotDoneException("The process stops.", e);
    }
  }

  private Optional<RecordMetadata> changeAlone(
      Producer<byte[], byte[]> producer,
      String clientId,
      Function<@Nullable MerchantProfile, Optional<MerchantChange>> decide) {
    awaitKnown(ends.of(Topics.MERCHANTS), "cannot be read to its latest change here");
    Optional<MerchantChange> change = decide.apply(merchants.find(clientId));
    if (change.isEmpty()) {
      return Optional.empty();
    }
    Merchant after =
        MerchantMapping.changed(merchants.record(clientId), change.get(), secrets, clock.instant());
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            Topics.MERCHANTS.name(), clientId.getBytes(UTF_8), codec.encode(after));
    EventHeaders.putTraceparent(record.headers(), Traceparent.root());
    producer.beginTransaction();
    Future<RecordMetadata> sent = producer.send(record);
    producer.commitTransaction();
    return Optional.of(sent.resultNow());
  }

  private void awaitKnown(Map<Integer, Long> offsets, String otherwise) {
    try {
      if (!merchants.awaitTaken(offsets, KNOWN_WITHIN)) {
        throw new NotDoneException("The merchant " + otherwise + " yet.", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotDoneException("The process stops.", e);
    }
  }
}
