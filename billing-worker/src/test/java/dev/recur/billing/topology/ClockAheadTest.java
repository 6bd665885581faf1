package dev.recur.billing.topology;

import static dev.recur.billing.topology.Bench.monthly;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.billing.clock.LiveTime;
import dev.recur.schemas.avro.ChargeRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A machine whose clock is an hour ahead of the cluster's. */
class ClockAheadTest {

  private static final Instant START = Instant.parse("2026-01-31T00:00:00Z");

  private Instant cluster = START;

  private final LiveTime clusters =
      new LiveTime() {
        @Override
        public Instant believed(Instant told) {
          return cluster;
        }

        @Override
        public Instant dueThrough(Instant told) {
          return cluster;
        }
      };

  @Test
  void charge_shouldWaitForTheClustersTime_andBearIt() {
    try (Bench bench = new Bench(START.toString(), clusters)) {
      bench.create(monthly("r-1", START.plus(Duration.ofMinutes(30))).build());
      bench.approve("r-1");

      bench.passTime(Duration.ofHours(1));
      assertThat(bench.requests()).isEmpty();

      cluster = START.plus(Duration.ofMinutes(31));
      bench.passTime(Duration.ofSeconds(1));
      List<ChargeRequest> requests = bench.requests();
      assertThat(requests).hasSize(1);
      assertThat(requests.getFirst().getAt()).isEqualTo(cluster);
      assertThat(requests.getFirst().getPresentUntil())
          .isEqualTo(cluster.plus(Duration.ofHours(20)));
    }
  }
}
