package dev.recur.schemas.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RestoredStateTest {

  private static final TopicPartition FIRST = new TopicPartition("app-due-changelog", 0);
  private static final TopicPartition SECOND = new TopicPartition("app-due-changelog", 1);
  private static final TopicPartition OTHER = new TopicPartition("app-states-changelog", 0);

  private long nowMs;
  private final RestoredState state = new RestoredState(() -> TimeUnit.MILLISECONDS.toNanos(nowMs));

  @Test
  void partitions_shouldAddUpByStore_fromTheFirstBeginToTheLastEnd() {
    begin(1_000, FIRST, "due");
    begin(1_200, OTHER, "states");
    end(1_500, FIRST, "due", 10);
    begin(1_600, SECOND, "due");
    end(2_000, OTHER, "states", 300);
    end(3_500, SECOND, "due", 5);

    assertThat(state.take())
        .hasValueSatisfying(
            report -> {
              assertThat(report.time()).isEqualTo(Duration.ofMillis(2_500));
              assertThat(report.records()).isEqualTo(Map.of("due", 15L, "states", 300L));
              assertThat(report.sum()).isEqualTo(315);
            });
  }

  @Test
  void stateThatIsThere_shouldBeNoReport() {
    begin(1_000, FIRST, "due");
    end(1_001, FIRST, "due", 0);

    assertThat(state.take()).isEmpty();
  }

  @Test
  void anotherRebalance_shouldBeAReportOfItsOwn() {
    begin(1_000, FIRST, "due");
    end(1_100, FIRST, "due", 10);
    assertThat(state.take()).isPresent();
    assertThat(state.take()).isEmpty();

    begin(9_000, SECOND, "due");
    nowMs = 9_250;
    state.onRestoreSuspended(SECOND, "due", 3);

    assertThat(state.take())
        .hasValueSatisfying(
            report -> {
              assertThat(report.time()).isEqualTo(Duration.ofMillis(250));
              assertThat(report.records()).isEqualTo(Map.of("due", 3L));
            });
  }

  private void begin(long atMs, TopicPartition changelog, String store) {
    nowMs = atMs;
    state.onRestoreStart(changelog, store, 0, 1_000);
  }

  private void end(long atMs, TopicPartition changelog, String store, long restored) {
    nowMs = atMs;
    state.onRestoreEnd(changelog, store, restored);
  }
}
