package dev.recur.service.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.avro.ClockReached;
import dev.recur.schemas.avro.ClockTick;
import dev.recur.schemas.avro.CommandOutcome;
import dev.recur.schemas.avro.CommandReply;
import dev.recur.schemas.avro.ResultStatus;
import dev.recur.schemas.fuzz.Fuzz;
import dev.recur.schemas.id.TestClock;
import dev.recur.schemas.kafka.TopicRecord;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.serde.RegistryOnLoopback;
import dev.recur.schemas.serde.Samples;
import dev.recur.schemas.serde.UndecodableRecordException;
import dev.recur.service.admin.ClockTicks.Target;
import dev.recur.service.command.ReplyObserver;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever values of the right schemas are said of test clocks: a clock is shown only where the
 * worker follows it to, can be sent on from there, and is waited for by its own word alone.
 */
class ClocksFuzzTest {

  private static final String CLOCK = "clock-1";
  private static final String OTHER = "clock-2";
  private static final Instant START = Instant.parse("2026-01-31T00:00:00Z");

  private final RegistryOnLoopback registry = new RegistryOnLoopback();
  private final RecordCodecs codecs =
      RecordCodecs.from(
          Map.of("schema.registry.url", registry.url(), "auto.register.schemas", "true"));
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final KafkaClockTicks ticks = new KafkaClockTicks(producer, codecs);
  private final ClockWaits waits = new ClockWaits();
  private long offset;

  @AfterEach
  void close() {
    producer.close();
    codecs.close();
    registry.close();
  }

  @Test
  void anyTick_shouldBeTakenOrUnusable_andLeaveEveryClockToBeSentOn() {
    List<ClockTick> right =
        List.of(
            new ClockTick(CLOCK, START.plusSeconds(60), false),
            new ClockTick(CLOCK, START.plusSeconds(90), true),
            new ClockTick("clock-3", START, false));

    assertThat(Fuzz.ofRecords("ticks", right).run(this::taken))
        .containsKeys("sent on", "stays", "another clock", "unusable");
  }

  private String taken(byte[] input) {
    ClockTick tick = Samples.read(ClockTick.class, input);
    String id = tick.getTestClockId();
    forget(CLOCK, OTHER, id);
    read(CLOCK, new ClockTick(CLOCK, START, false));

    boolean isUsable = isTaken(id, tick);
    assertThat(isTaken(OTHER, tick)).as("in another's place").isFalse();

    assertThat(ticks.target(OTHER)).isNull();
    boolean isOn = isUsable && id.equals(CLOCK) && tick.getTo().isAfter(START);
    assertThat(ticks.target(CLOCK))
        .isEqualTo(isOn ? new Target(tick.getTo(), tick.getOutage()) : new Target(START, false));
    assertThat(ticks.target(id) != null).isEqualTo(isUsable || id.equals(CLOCK));
    goesOn(CLOCK);
    goesOn(OTHER);
    return !isUsable ? "unusable" : isOn ? "sent on" : id.equals(CLOCK) ? "stays" : "another clock";
  }

  /** The worker goes as far as this, whatever was said before. */
  private void goesOn(String testClockId) {
    read(testClockId, new ClockTick(testClockId, TestClock.TIME_MAX, false));
    assertThat(ticks.shown(testClockId)).isEqualTo(TestClock.TIME_MAX);
  }

  private void forget(String... testClockIds) {
    for (String testClockId : testClockIds) {
      read(testClockId, null);
      assertThat(ticks.target(testClockId)).isNull();
    }
  }

  private boolean isTaken(String key, ClockTick tick) {
    try {
      read(key, tick);
      return true;
    } catch (UndecodableRecordException e) {
      assertThat(String.valueOf(e.getMessage()))
          .containsAnyOf("must be the same", "1 to 64 letters", "check the year");
      return false;
    }
  }

  private void read(String key, @Nullable ClockTick tick) {
    ticks.onRecord(new TopicRecord<>(key, tick, 0, offset++, 0, new RecordHeaders()));
  }

  @Test
  void anyReply_shouldEndTheWaitForNoOtherClock() {
    List<CommandReply> right =
        List.of(
            reached(CLOCK, 0, START),
            reached(CLOCK, 1, START.plusSeconds(60)),
            reached(CLOCK, 3, START),
            CommandReply.newBuilder()
                .setOutcome(
                    new CommandOutcome(
                        "c", "S1", ResultStatus.SUCCEEDED, "SUCCESS", "success.", 7L))
                .build());

    assertThat(Fuzz.ofRecords("reached", right).run(this::heard))
        .containsKeys("a partition is there", "nothing of it");
  }

  private static CommandReply reached(String testClockId, int partition, Instant time) {
    return CommandReply.newBuilder()
        .setClockReached(new ClockReached(testClockId, partition, time))
        .build();
  }

  private String heard(byte[] input) {
    CommandReply reply = Samples.read(CommandReply.class, input);
    ReplyObserver observer = new AdminBeans().reachedObserver(waits);
    try (ClockWaits.Wait wait = waits.open(CLOCK, START, 3);
        ClockWaits.Wait other = waits.open(OTHER, START, 1)) {
      observer.onReply(reply);
      observer.onReply(reply);

      ClockReached reached = reply.getClockReached();
      boolean isHeard =
          reached != null
              && reached.getTestClockId().equals(CLOCK)
              && reached.getPartition() >= 0
              && reached.getPartition() < 3
              && !reached.getReached().isBefore(START);
      assertThat(wait.missing().getCount()).isEqualTo(isHeard ? 2 : 3);
      assertThat(other.missing().getCount()).isEqualTo(1);

      for (int partition = 0; partition < 3; partition++) {
        observer.onReply(reached(CLOCK, partition, START));
      }
      observer.onReply(reached(OTHER, 0, START));
      assertThat(wait.missing().getCount()).isZero();
      assertThat(other.missing().getCount()).isZero();
      return isHeard ? "a partition is there" : "nothing of it";
    }
  }
}
