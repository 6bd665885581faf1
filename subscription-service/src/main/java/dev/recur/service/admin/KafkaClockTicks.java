package dev.recur.service.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.schemas.avro.ClockTick;
import dev.recur.schemas.id.TestClock;
import dev.recur.schemas.kafka.EventHeaders;
import dev.recur.schemas.kafka.TopicListener;
import dev.recur.schemas.kafka.TopicRecord;
import dev.recur.schemas.kafka.Traceparent;
import dev.recur.schemas.serde.RecordCodec;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.serde.UndecodableRecordException;
import dev.recur.schemas.topic.Topics;
import dev.recur.service.MeetsKafka;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Writes ticks to their topic, and follows it to know every clock. */
@Singleton
@MeetsKafka
final class KafkaClockTicks implements ClockTicks, TopicListener<ClockTick> {

  private final Producer<byte[], byte[]> producer;
  private final RecordCodec<ClockTick> codec;
  private final Map<String, Target> targets = new ConcurrentHashMap<>();

  KafkaClockTicks(Producer<byte[], byte[]> producer, RecordCodecs codecs) {
    this.producer = producer;
    this.codec = codecs.of(Topics.CLOCK_TICKS);
  }

  @Override
  public void onRecord(TopicRecord<ClockTick> record) {
    ClockTick tick = record.value();
    if (tick == null) {
      targets.remove(record.key());
    } else {
      refuseWhatTheWorkerPutsAside(record.key(), tick);
      keepLater(record.key(), new Target(tick.getTo(), tick.getOutage()));
    }
  }

  /** The clock would be shown where it never gets, and could be sent nowhere before. */
  private static void refuseWhatTheWorkerPutsAside(String key, ClockTick tick) {
    TestClock.objection(key.getBytes(UTF_8), tick.getTestClockId(), tick.getTo())
        .ifPresent(
            objection -> {
              throw new UndecodableRecordException(objection, null);
            });
  }

  @Override
  public @Nullable Target target(String testClockId) {
    return targets.get(testClockId);
  }

  @Override
  public int partitions() {
    try {
      return producer.partitionsFor(Topics.CLOCK_TICKS.name()).size();
    } catch (KafkaException e) {
      throw new NotDoneException("The broker does not answer.", e);
    }
  }

  @Override
  public void send(String testClockId, Target target) {
    try {
      byte[] value = codec.encode(new ClockTick(testClockId, target.to(), target.outage()));
      List<Future<?>> sent = new ArrayList<>();
      Traceparent trace = Traceparent.root();
      for (int partition = 0; partition < partitions(); partition++) {
        ProducerRecord<byte[], byte[]> tick =
            new ProducerRecord<>(
                Topics.CLOCK_TICKS.name(), partition, testClockId.getBytes(UTF_8), value);
        EventHeaders.putTraceparent(tick.headers(), trace);
        sent.add(producer.send(tick));
      }
      for (Future<?> one : sent) {
        one.get();
      }
      keepLater(testClockId, target);
    } catch (ExecutionException | KafkaException e) {
      throw new NotDoneException("The tick could not be written to every partition.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotDoneException("The process stops.", e);
    }
  }

  private void keepLater(String testClockId, Target target) {
    targets.merge(testClockId, target, Target::later);
  }
}
