package dev.recur.billing.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReadThroughTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final Instant HOUR_AGO = NOW.minus(Duration.ofHours(1));
  private static final String TOPIC = "commands";

  private Optional<Duration> nothingSince = Optional.empty();
  private long asked = -2;
  private final ReadThrough readThrough =
      new ReadThrough(
          (_, _, taken) -> {
            asked = taken;
            return nothingSince;
          },
          Set.of(TOPIC),
          3);

  @Test
  void nothingKnown_shouldHoldAllThatIsDue() {
    assertThat(readThrough.dueThrough(NOW)).isEqualTo(Instant.EPOCH);
    assertThat(asked).isEqualTo(-1);
    assertThat(readThrough.dueThrough(NOW.plusSeconds(3600))).isEqualTo(Instant.EPOCH);
  }

  @Test
  void nothingLeft_shouldHoldNothing() {
    nothingSince = Optional.of(Duration.ofMillis(100));
    assertThat(readThrough.dueThrough(NOW)).isEqualTo(NOW);
  }

  /** A long pass of other tasks, or a machine that stood still: since then nobody has looked. */
  @Test
  void nothingLeftSomeTimeAgo_shouldHoldWhatFellDueSince() {
    nothingSince = Optional.of(Duration.ofMinutes(1));
    assertThat(readThrough.dueThrough(NOW)).isEqualTo(NOW.minusSeconds(60));
  }

  @Test
  void recordThatWaited_shouldHoldWhatFellDueAfterIt_asLongAsOthersAreLeft() {
    readThrough.read(TOPIC, 7, HOUR_AGO, NOW);
    assertThat(readThrough.dueThrough(NOW.plusSeconds(30))).isEqualTo(HOUR_AGO);
    assertThat(asked).isEqualTo(7);
    readThrough.read(TOPIC, 8, HOUR_AGO.plusSeconds(60), NOW.plusSeconds(30));
    assertThat(readThrough.dueThrough(NOW.plusSeconds(60))).isEqualTo(HOUR_AGO.plusSeconds(60));
    nothingSince = Optional.of(Duration.ZERO);
    assertThat(readThrough.dueThrough(NOW.plusSeconds(60))).isEqualTo(NOW.plusSeconds(60));
  }

  /** While others follow without end, what is due keeps up with them. */
  @Test
  void recordOfNow_shouldHoldNothing() {
    readThrough.read(TOPIC, 7, HOUR_AGO, NOW);
    readThrough.read(TOPIC, 8, NOW, NOW);
    assertThat(readThrough.dueThrough(NOW.plusMillis(50))).isEqualTo(NOW.plusMillis(50));
  }

  /** By an hour that the clock was put back nothing is held longer. */
  @Test
  void clockThatWasPutBack_shouldHoldNothing() {
    readThrough.read(TOPIC, 7, HOUR_AGO.minusSeconds(60), NOW);
    assertThat(readThrough.dueThrough(HOUR_AGO.minusSeconds(60)))
        .isEqualTo(HOUR_AGO.minusSeconds(60));
  }

  /** A broker whose clock is ahead says nothing of the time until then. */
  @Test
  void recordOfTheFuture_shouldSayNothingOfIt() {
    readThrough.read(TOPIC, 7, NOW.plusSeconds(3600), NOW);
    assertThat(readThrough.dueThrough(NOW.plusSeconds(60))).isEqualTo(NOW);
  }

  /** A thread that stood still may be given a new answer before an old cancellation. */
  @Test
  void recordOfOneTopic_shouldSayNothingOfAnother() {
    ReadThrough ofTwo =
        new ReadThrough(
            (topic, _, _) ->
                topic.equals(TOPIC) ? Optional.of(Duration.ofSeconds(60)) : Optional.empty(),
            Set.of(TOPIC, "results"),
            3);
    ofTwo.read("results", 0, NOW.minusSeconds(20), NOW);
    assertThat(ofTwo.dueThrough(NOW)).isEqualTo(NOW.minusSeconds(60));
    ofTwo.read(TOPIC, 0, NOW.minusSeconds(40), NOW);
    assertThat(ofTwo.dueThrough(NOW)).isEqualTo(NOW.minusSeconds(40));
    ofTwo.read(TOPIC, 1, NOW.minusSeconds(5), NOW);
    assertThat(ofTwo.dueThrough(NOW)).as("the other's now").isEqualTo(NOW.minusSeconds(20));
  }

  /** Time that is not known yet stays so. */
  @Test
  void unknownTime_shouldStayUnknown() {
    readThrough.read(TOPIC, 7, NOW, NOW);
    nothingSince = Optional.of(Duration.ZERO);
    assertThat(readThrough.dueThrough(Instant.EPOCH)).isEqualTo(Instant.EPOCH);
  }

  @Property
  void time_shouldNeverBeTakenFurtherThanNowNorGoBack(
      @ForAll @IntRange(max = 7200) int first, @ForAll @IntRange(max = 7200) int second) {
    ReadThrough another = new ReadThrough((_, _, _) -> Optional.empty(), Set.of(TOPIC), 3);
    another.read(TOPIC, 1, HOUR_AGO.plusSeconds(first), NOW);
    Instant before = another.dueThrough(NOW);
    another.read(TOPIC, 2, HOUR_AGO.plusSeconds(second), NOW);
    assertThat(another.dueThrough(NOW)).isBetween(before, NOW);
  }
}
