package dev.recur.notifier.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.id.EndpointLane;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The replays that a lane remembers. */
class ReplaysTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @Test
  void sameReplayAskedForAgain_shouldChangeNothing() {
    Replays asked = Replays.NONE.asked(replay("R1")).orElseThrow();
    Replays later = asked.with("R1", it -> it.advanced(3, 50, 100, NOW));

    assertThat(later.asked(replay("R1"))).contains(later);
  }

  @Test
  void replays_shouldRunOneAfterTheOther() {
    Replays replays =
        Replays.NONE.asked(replay("R1")).orElseThrow().asked(replay("R2")).orElseThrow();
    assertThat(replays.running().map(Replay::replayId)).contains("R1");

    replays = replays.with("R1", it -> it.advanced(3, 100, 100, NOW));
    assertThat(replays.all().getFirst().status()).isEqualTo(Replay.Status.DONE);
    assertThat(replays.running().map(Replay::replayId)).contains("R2");
    assertThat(replays.cancelled("R2").running()).isEmpty();
  }

  @Test
  void oldestThatIsOver_shouldBeForgotten_andNoneThatIsNot() {
    Replays replays = Replays.NONE;
    for (int i = 0; i < EndpointLane.REPLAYS_MAX; i++) {
      replays = replays.asked(replay("R" + i)).orElseThrow();
    }
    assertThat(replays.asked(replay("RX"))).isEmpty();

    replays = replays.cancelled("R4").asked(replay("RX")).orElseThrow();
    assertThat(replays.all()).hasSize(EndpointLane.REPLAYS_MAX);
    assertThat(replays.all()).extracting(Replay::replayId).doesNotContain("R4").contains("RX");
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
