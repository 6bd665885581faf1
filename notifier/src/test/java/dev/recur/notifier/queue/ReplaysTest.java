package dev.recur.notifier.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.id.EndpointLane;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The replays that a lane remembers. */
class ReplaysTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @Test
  void sameReplayAskedForAgain_shouldChangeNothing() {
    Replays asked = Replays.NONE.asked(replay("R1"));
    Replays later = asked.with("R1", it -> it.advanced(3, 50, 100, NOW));

    assertThat(later.asked(replay("R1"))).isEqualTo(later);
  }

  @Test
  void replays_shouldRunOneAfterTheOther() {
    Replays replays = Replays.NONE.asked(replay("R1")).asked(replay("R2"));
    assertThat(replays.running().map(Replay::replayId)).contains("R1");

    replays = replays.with("R1", it -> it.advanced(3, 100, 100, NOW));
    assertThat(replays.all().getLast().status()).isEqualTo(Replay.Status.DONE);
    assertThat(replays.running().map(Replay::replayId)).contains("R2");
    assertThat(replays.cancelled("R2").running()).isEmpty();
  }

  @Test
  void replayBeyondThoseThatCanRun_shouldBeRefusedWhereItIsSeen_andTakenOnceThereIsRoom() {
    Replays replays = full().asked(replay("RX"));
    Replay refused = replays.all().getLast();
    assertThat(refused.replayId()).isEqualTo("RX");
    assertThat(refused.status()).isEqualTo(Replay.Status.CANCELLED);
    assertThat(refused.refusal().orElseThrow()).contains("10 replays before it were not over");
    assertThat(replays.asked(replay("RX"))).isEqualTo(replays);

    replays = replays.cancelled("R4").asked(replay("RX"));
    assertThat(replays.all().getLast()).isEqualTo(replay("RX"));
    assertThat(replays.all()).extracting(Replay::replayId).doesNotHaveDuplicates();
  }

  /** However many are asked for, refused, stopped or done. */
  @Property
  void replays_shouldBeFew_andForgetWhatEndedFirst(
      @ForAll @Size(max = 80) List<@IntRange(max = 89) Integer> steps) {
    Replays replays = Replays.NONE;
    for (int step : steps) {
      Replays before = replays;
      String id = "R" + step % 30;
      replays =
          switch (step / 30) {
            case 0 -> before.asked(replay(id));
            case 1 -> before.cancelled(id);
            default -> before.with(id, it -> it.isRunning() ? it.advanced(1, 9, 9, NOW) : it);
          };
      List<String> ids = replays.all().stream().map(Replay::replayId).toList();
      assertThat(ids).doesNotHaveDuplicates();
      for (Predicate<Replay> kind : KINDS) {
        assertThat(of(kind, replays)).hasSizeLessThanOrEqualTo(EndpointLane.REPLAYS_MAX);
        List<Replay> had = of(kind, before);
        List<Replay> forgotten = had.stream().filter(it -> !ids.contains(it.replayId())).toList();
        assertThat(forgotten).isEqualTo(had.subList(0, forgotten.size()));
        assertThat(forgotten.isEmpty() || of(kind, replays).size() == EndpointLane.REPLAYS_MAX)
            .isTrue();
      }
    }
  }

  private static final List<Predicate<Replay>> KINDS =
      List.of(
          Replay::isRunning,
          replay -> !replay.isRunning() && replay.refusal().isEmpty(),
          replay -> replay.refusal().isPresent());

  private static List<Replay> of(Predicate<Replay> kind, Replays replays) {
    return replays.all().stream().filter(kind).toList();
  }

  private static Replays full() {
    Replays replays = Replays.NONE;
    for (int i = 0; i < EndpointLane.REPLAYS_MAX; i++) {
      replays = replays.asked(replay("R" + i));
    }
    return replays;
  }

  @Test
  void replayThatIsOver_shouldNotBeStopped() {
    Replay done = replay("R1").advanced(1, 10, 10, NOW);

    assertThat(done.cancelled()).isEqualTo(done);
  }

  private static Replay replay(String id) {
    return Replay.asked(
        id,
        new Replay.Filter(NOW, NOW.plusSeconds(60), List.of(), Optional.empty(), Optional.empty()),
        NOW);
  }
}
