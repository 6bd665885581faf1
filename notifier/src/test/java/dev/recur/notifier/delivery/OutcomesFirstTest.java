package dev.recur.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

class OutcomesFirstTest {

  private static final int PARTITION = 3;
  private static final long BEGAN = 1_764_000_000_000L;
  private static final long DAY_MS = 86_400_000;
  private static final long MINUTE_MS = 60_000;

  private final OutcomesFirst outcomesFirst = new OutcomesFirst();

  @Property
  void attemptMadeBeforeTheTaskCame_shouldStayBehindItsDelivery(
      @ForAll @LongRange(min = -DAY_MS, max = 0) long at) {
    outcomesFirst.begins(PARTITION, BEGAN);
    assertThat(extract(PARTITION, BEGAN + at)).isEqualTo(BEGAN + at);
  }

  @Property
  void attemptMadeSince_shouldComeBeforeWhatWasTakenInMeanwhile_butNotBeforeTheTask(
      @ForAll @LongRange(min = 1, max = DAY_MS) long after) {
    outcomesFirst.begins(PARTITION, BEGAN);
    assertThat(extract(PARTITION, BEGAN + after))
        .isBetween(BEGAN, BEGAN + after - 1)
        .isGreaterThanOrEqualTo(BEGAN + after - MINUTE_MS);
  }

  @Property
  void partitionWithoutATask_shouldBeLeftAsItIs(@ForAll @LongRange(min = 0) long at) {
    outcomesFirst.begins(PARTITION, BEGAN);
    assertThat(extract(PARTITION + 1, at)).isEqualTo(at);
  }

  /** And they are apart for the one time only that attempts of a minute get. */
  @Property
  void boundsOfATime_shouldHaveTheRecordsBetweenThem(
      @ForAll @LongRange(min = -DAY_MS, max = DAY_MS) long at) {
    outcomesFirst.begins(PARTITION, BEGAN);
    long extracted = extract(PARTITION, BEGAN + at);
    long earliest = outcomesFirst.earliest(PARTITION, extracted);
    long latest = outcomesFirst.latest(PARTITION, extracted);

    assertThat(BEGAN + at).isBetween(earliest, latest);
    if (extracted != BEGAN) {
      assertThat(latest).isEqualTo(earliest);
    }
  }

  private long extract(int partition, long timestamp) {
    return outcomesFirst.extract(
        new ConsumerRecord<>(
            "webhook.attempts",
            partition,
            0,
            timestamp,
            TimestampType.CREATE_TIME,
            0,
            0,
            null,
            null,
            new RecordHeaders(),
            Optional.empty()),
        -1);
  }
}
