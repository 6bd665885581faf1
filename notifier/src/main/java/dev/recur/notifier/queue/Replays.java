package dev.recur.notifier.queue;

import dev.recur.schemas.id.EndpointLane;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The replays that a lane remembers, oldest first. They run one after the other.
 *
 * @param all at most {@link EndpointLane#REPLAYS_MAX}
 */
public record Replays(List<Replay> all) {

  /** Nobody ever asked for one. */
  public static final Replays NONE = new Replays(List.of());

  public Replays {
    all = List.copyOf(all);
  }

  /** The one that is at work; empty when there is nothing to do. */
  public Optional<Replay> running() {
    return all.stream().filter(Replay::isRunning).findFirst();
  }

  /**
   * The replays after somebody asked for one. The same one asked for again changes nothing. To make
   * room the oldest one that is over is forgotten.
   *
   * @return empty when as many as are remembered are not over yet: it is not taken
   */
  public Optional<Replays> asked(Replay replay) {
    if (all.stream().anyMatch(known -> known.replayId().equals(replay.replayId()))) {
      return Optional.of(this);
    }
    List<Replay> next = new ArrayList<>(all);
    if (next.size() >= EndpointLane.REPLAYS_MAX) {
      Optional<Replay> over = next.stream().filter(known -> !known.isRunning()).findFirst();
      if (over.isEmpty()) {
        return Optional.empty();
      }
      next.remove(over.get());
    }
    next.add(replay);
    return Optional.of(new Replays(next));
  }

  /** The replays after one of them was stopped. */
  public Replays cancelled(String replayId) {
    return with(replayId, Replay::cancelled);
  }

  /** The replays after one of them went on. */
  public Replays with(String replayId, UnaryOperator<Replay> change) {
    return new Replays(
        all.stream()
            .map(replay -> replay.replayId().equals(replayId) ? change.apply(replay) : replay)
            .toList());
  }
}
