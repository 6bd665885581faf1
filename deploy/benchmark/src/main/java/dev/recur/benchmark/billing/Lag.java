package dev.recur.benchmark.billing;

import dev.recur.benchmark.rig.BareTopics;
import dev.recur.benchmark.rig.CommittedReader;
import dev.recur.benchmark.rig.Processes;
import dev.recur.benchmark.rig.WorkerRig;
import dev.recur.local.process.LocalKafka;
import dev.recur.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** How long after its moment a charge request is committed and read, under an open load. */
final class Lag {

  private static final List<String> CLIENTS = List.of("LAGGING");
  private static final Duration DONE_WITHIN = Duration.ofMinutes(5);
  private static final long LAG_MS_MAX = Duration.ofMinutes(10).toMillis();
  private static final int DIGITS = 3;

  private Lag() {}

  /**
   * Subscriptions fall due one after the other, whatever becomes of those before.
   *
   * @return in milliseconds, one for each of them
   */
  static Histogram measure(
      Cohorts cohorts,
      WorkerRig worker,
      LocalKafka kafka,
      double perSecond,
      Duration time,
      Processes processes) {
    int count = (int) (perSecond * time.toMillis() / 1e3);
    try (CommittedReader reader =
        CommittedReader.eager(
            BareTopics.settings(kafka).consumer(), Topics.CHARGE_REQUESTS.name())) {
      Instant due = cohorts.bringIn(CLIENTS, count, time);
      Map<String, Long> dueMs = HashMap.newHashMap(count);
      int first = worker.created() - count;
      for (int n = 0; n < count; n++) {
        dueMs.put(
            WorkerRig.subscriptionId(CLIENTS, first + n),
            due.plus(time.multipliedBy(n).dividedBy(count)).toEpochMilli());
      }
      Histogram lag = new Histogram(LAG_MS_MAX, DIGITS);
      processes.until(
          count + " charge requests",
          DONE_WITHIN,
          Duration.ZERO,
          () -> {
            reader.take(
                record -> {
                  // Those of a cohort that came in too slowly are none of these.
                  Long at = dueMs.get(new String(record.key(), StandardCharsets.UTF_8));
                  if (at != null) {
                    lag.recordValue(lateMs(at, System.currentTimeMillis()));
                  }
                });
            return lag.getTotalCount() >= count;
          });
      cohorts.awaitRequests(count);
      return lag;
    }
  }

  /**
   * How late one came, in milliseconds.
   *
   * @throws IllegalStateException when it was early: a charge before its moment is a fault of the
   *     worker or a clock that was set back, and in no case a good figure
   */
  static long lateMs(long dueMs, long nowMs) {
    if (nowMs < dueMs) {
      throw new IllegalStateException(
          "A charge request came %d ms before it was due".formatted(dueMs - nowMs));
    }
    return nowMs - dueMs;
  }
}
