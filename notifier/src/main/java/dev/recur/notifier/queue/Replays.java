package dev.recur.notifier.queue;

import dev.recur.schemas.id.EndpointLane;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The replays that a lane remembers. They run one after the other, as they were asked for.
 *
 * @param all those that are not over in that order, those that are as they ended; at most {@link
 *     EndpointLane#REPLAYS_MAX} that are not over, as many that ended, and as many that were
 *     refused
 */
public record Replays(List<Replay> all) {

  /** Nobody ever asked for one. */
  public static final Replays NONE = new Replays(List.of());

  private static final String FULL =
      "%d replays before it were not over: ask again when one is, or cancel one."
          .formatted(EndpointLane.REPLAYS_MAX);

  public Replays {
    all = List.copyOf(all);
  }

  /** The one that is at work; empty when there is nothing to do. */
  public Optional<Replay> running() {
    return all.stream().filter(Replay::isRunning).findFirst();
  }

  /**
   * The replays after somebody asked for one. The same one asked for again changes nothing, unless
   * it was refused. It is when too many are not over yet: whoever asked has an answer by then, so
   * that is remembered.
   */
  public Replays asked(Replay replay) {
    Optional<Replay> known =
        all.stream().filter(one -> one.replayId().equals(replay.replayId())).findFirst();
    if (known.filter(one -> one.refusal().isEmpty()).isPresent()) {
      return this;
    }
    List<Replay> next = new ArrayList<>(all);
    known.ifPresent(next::remove);
    boolean isRoom = next.stream().filter(Replay::isRunning).count() < EndpointLane.REPLAYS_MAX;
    next.add(isRoom ? replay : replay.refused(FULL));
    return remembered(next);
  }

  /** Those that were refused drive out none that ran: asked for again, it would run again. */
  private static Replays remembered(List<Replay> replays) {
    return new Replays(
        latest(
            latest(replays, one -> !one.isRunning() && one.refusal().isEmpty()),
            one -> one.refusal().isPresent()));
  }

  private static List<Replay> latest(List<Replay> replays, Predicate<Replay> ofKind) {
    long beyond = replays.stream().filter(ofKind).count() - EndpointLane.REPLAYS_MAX;
    List<Replay> forgotten = replays.stream().filter(ofKind).limit(Math.max(0, beyond)).toList();
    return replays.stream().filter(one -> !forgotten.contains(one)).toList();
  }

  /** The replays after one of them was stopped. */
  public Replays cancelled(String replayId) {
    return with(replayId, Replay::cancelled);
  }

  /** The replays after one of them went on. */
  public Replays with(String replayId, UnaryOperator<Replay> change) {
    List<Replay> next = new ArrayList<>();
    List<Replay> ended = new ArrayList<>();
    for (Replay before : all) {
      Replay after = before.replayId().equals(replayId) ? change.apply(before) : before;
      (before.isRunning() && !after.isRunning() ? ended : next).add(after);
    }
    next.addAll(ended);
    return remembered(next);
  }
}
