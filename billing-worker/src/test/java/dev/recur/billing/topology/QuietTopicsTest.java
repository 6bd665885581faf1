package dev.recur.billing.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class QuietTopicsTest {

  private static final long SECOND = 1_000_000_000L;

  private long nanos;
  private final QuietTopics topics = new QuietTopics(() -> nanos);

  @Test
  void taskToWhichNothingComes_shouldHaveNothingLeftAfterAWhile() {
    topics.begin(3);
    nanos += 2 * SECOND - 1;
    assertThat(topics.nothingSince(3, Map.of())).isEmpty();
    nanos++;
    assertThat(topics.nothingSince(3, Map.of())).isPresent();
    assertThat(topics.nothingSince(4, Map.of())).as("another's").isEmpty();
  }

  @Test
  void taskThatTakesSomething_shouldWaitAnew() {
    topics.begin(3);
    nanos += 3 * SECOND;
    assertThat(topics.nothingSince(3, Map.of("commands", 0L))).isEmpty();
    nanos += SECOND;
    assertThat(topics.nothingSince(3, Map.of("commands", 0L))).isEmpty();
    nanos += SECOND;
    assertThat(topics.nothingSince(3, Map.of("commands", 0L))).isPresent();
  }

  @Test
  void taskThatBeginsAnew_shouldWaitAnew() {
    topics.begin(3);
    nanos += 3 * SECOND;
    topics.begin(3);
    assertThat(topics.nothingSince(3, Map.of())).isEmpty();
  }
}
