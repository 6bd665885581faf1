package dev.recur.systemtests.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.benchmark.receiver.Arrival;
import dev.recur.benchmark.receiver.Receivers;
import dev.recur.benchmark.rig.Endpoints;
import dev.recur.benchmark.rig.NotifierRig;
import dev.recur.benchmark.rig.Shop;
import dev.recur.benchmark.rig.Tally;
import dev.recur.benchmark.rig.Waiting;
import dev.recur.local.process.LocalKafka;
import dev.recur.schemas.avro.EndpointSignature;
import dev.recur.systemtests.kafka.OneKafka;
import dev.recur.systemtests.stack.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The notifier killed in the middle of many deliveries. Short in every build; as many as are
 * promised by {@code -Drecur.notifier-kill.deliveries=50000 -Drecur.notifier-kill.kills=5}.
 */
@ExtendWith(OneKafka.class)
@Order(OneKafka.KILLED_NOTIFIER)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class NotifierKillIT {

  private static final int DELIVERIES = Integer.getInteger("recur.notifier-kill.deliveries", 3_000);
  private static final int KILLS = Integer.getInteger("recur.notifier-kill.kills", 2);
  private static final long SEED = Long.getLong("recur.notifier-kill.seed", System.nanoTime());

  private static final int ENDPOINTS = 4;
  private static final int SUBSCRIPTIONS = 500;

  private static final int IN_THE_AIR_MAX = 1_024;

  /** Most attempts of one lane in the air: the twentieth part of all. */
  private static final int LANE_MAX = IN_THE_AIR_MAX / 20;

  private static final int COMMIT_INTERVAL_MS = 50;

  private static final Duration WITHIN = Duration.ofMinutes(5);
  private static final Duration QUIET = Duration.ofSeconds(2);

  @TempDir private Path directory;

  @Test
  void killedInTheMiddle_shouldLoseNothing_andRepeatOnlyWhatWasNotCommitted(LocalKafka kafka) {
    try (Receivers receivers = Receivers.start(ENDPOINTS, directory)) {
      Shop shop = new Shop("KILLED", ENDPOINTS, SUBSCRIPTIONS);
      List<String> urls = IntStream.range(0, ENDPOINTS).mapToObj(receivers::url).toList();
      try (NotifierRig notifier =
          NotifierRig.start(
              kafka,
              directory,
              List.of(
                  new Endpoints()
                      .merchant(shop.clientId(), urls, List.of(EndpointSignature.STANDARD_V1))),
              Map.of(
                  // Over the rig's flags: it is killed long before C2 has paid for itself.
                  "_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1",
                  "RECUR_NOTIFIER_IN_THE_AIR_MAX", Integer.toString(IN_THE_AIR_MAX),
                  "RECUR_KAFKA_COMMIT_INTERVAL_MS", Integer.toString(COMMIT_INTERVAL_MS)))) {
        shop.births().forEach(notifier::write);
        List<String> expected = new ArrayList<>();
        while (expected.size() < DELIVERIES) {
          Shop.Payment payment = shop.pay();
          notifier.write(payment.event());
          expected.addAll(payment.deliveryIds());
        }
        notifier.flush();

        for (int moment : moments()) {
          Waiting.until(
              moment + " arrivals", WITHIN, Duration.ZERO, () -> receivers.count() >= moment);
          notifier.process().kill();
          notifier.process().restart();
        }
        Waiting.until("all deliveries", WITHIN, () -> tally(receivers, expected).lost().isEmpty());
        awaitQuiet(receivers);
        check(expected, receivers.arrivals(0));
      }
    }
  }

  /** After how many arrivals it is killed: not before the beginning and not after the end. */
  private static List<Integer> moments() {
    return new Random(SEED)
        .ints(KILLS, DELIVERIES / 10, DELIVERIES - DELIVERIES / 10)
        .sorted()
        .boxed()
        .toList();
  }

  private static void check(List<String> expected, List<Arrival> arrivals) {
    List<String> ids = arrivals.stream().map(Arrival::deliveryId).toList();
    Tally tally = Tally.of(expected, ids);
    int inTheAir = Math.min(IN_THE_AIR_MAX, ENDPOINTS * LANE_MAX);
    int inOneCommit = mostWithin(arrivals, 2 * COMMIT_INTERVAL_MS);
    int allowed = KILLS * (inTheAir + inOneCommit);
    String found =
        "%d deliveries, killed %d times: lost %d, told twice %d of at most %d (%d in the air and %d in one commit interval and its commit, at each kill); seed %d"
            .formatted(
                expected.size(),
                KILLS,
                tally.lost().size(),
                tally.duplicates(),
                allowed,
                inTheAir,
                inOneCommit,
                SEED);
    Report.heading("The notifier killed in the middle");
    Report.remark(found);
    System.out.println("NotifierKillIT: " + found);

    assertThat(tally.lost()).isEmpty();
    assertThat(tally.duplicates()).isLessThanOrEqualTo(allowed);

    // It would have been seen.
    String missing = expected.get(expected.size() / 2);
    List<String> withoutOne = ids.stream().filter(id -> !id.equals(missing)).toList();
    assertThat(Tally.of(expected, withoutOne).lost()).containsExactly(missing);
  }

  private static Tally tally(Receivers receivers, List<String> expected) {
    return Tally.of(expected, receivers.arrivals(0).stream().map(Arrival::deliveryId).toList());
  }

  /** What is sent again may come after the last that was missing. */
  private static void awaitQuiet(Receivers receivers) {
    int before = -1;
    while (receivers.count() != before) {
      before = receivers.count();
      Waiting.pause(QUIET);
    }
  }

  /** Most that arrived within so many milliseconds. */
  private static int mostWithin(List<Arrival> arrivals, int ms) {
    int most = 0;
    int from = 0;
    for (int to = 0; to < arrivals.size(); to++) {
      while (arrivals.get(to).atMicros() - arrivals.get(from).atMicros() > ms * 1_000L) {
        from++;
      }
      most = Math.max(most, to - from + 1);
    }
    return most;
  }
}
