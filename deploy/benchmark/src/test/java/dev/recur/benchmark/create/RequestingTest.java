package dev.recur.benchmark.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.benchmark.create.Connection.Answer;
import dev.recur.benchmark.create.Requesting.Measured;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class RequestingTest {

  private static final long TAKES_NANOS = 5_000_000;
  private static final List<byte[]> TEN = Collections.nCopies(10, new byte[0]);

  /** Answers after 5 ms at the earliest. */
  private static final Connection SLOW =
      _ -> {
        long end = System.nanoTime() + TAKES_NANOS;
        for (long left = TAKES_NANOS; left > 0; left = end - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        return new Answer(Map.of(), "{\"result\":{\"resultStatus\":\"S\"}}");
      };

  @Test
  void open_countsFromWhenARequestIsDue_thoughItWaitsForAConnection() throws Exception {
    // The tenth is due after 0.9 ms, and answered when ten times 5 ms are over.
    Measured measured = Requesting.open(List.of(SLOW), TEN, 10_000);

    assertThat(measured.latency().getTotalCount()).isEqualTo(10);
    assertThat(measured.latency().getMaxValue()).isGreaterThanOrEqualTo(49_000);
  }

  @Test
  void open_sendsNoneBeforeItIsDue() throws Exception {
    Measured measured = Requesting.open(List.of(SLOW, SLOW, SLOW), TEN, 500);

    assertThat(measured.seconds()).isGreaterThanOrEqualTo(0.018 + 0.005);
  }

  @Test
  void closed_countsFromWhenARequestIsSent() throws Exception {
    Measured measured = Requesting.closed(List.of(SLOW), TEN);

    assertThat(measured.latency().getTotalCount()).isEqualTo(10);
    // Less than half of them wait longer than they take, even where others use the machine.
    assertThat(measured.latency().getValueAtPercentile(50)).isLessThan(45_000);
  }

  @Test
  void anAnswerThatIsNoSuccess_isNoMeasurement() {
    Connection refuses = _ -> new Answer(Map.of(), "{\"result\":{\"resultStatus\":\"U\"}}");

    assertThatThrownBy(() -> Requesting.closed(List.of(SLOW, refuses), TEN))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("\"U\"");
  }
}
