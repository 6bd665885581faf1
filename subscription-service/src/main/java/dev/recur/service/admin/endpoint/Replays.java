package dev.recur.service.admin.endpoint;

import dev.recur.schemas.id.EndpointLane;
import dev.recur.service.admin.ConflictException;
import dev.recur.service.admin.UnknownException;
import dev.recur.service.read.LaneHealth;
import dev.recur.service.read.LaneHealth.ReplayStatus;
import dev.recur.service.read.LaneHealths;
import dev.recur.service.terms.ReplayRange;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * The replays that the notifier tells of. It decides which are taken, a moment after whoever asks
 * has an answer; so what is refused here spares them looking, and the notifier's own refusal is
 * told with the replay.
 */
@Singleton
final class Replays {

  private final LaneHealths healths;

  Replays(LaneHealths healths) {
    this.healths = healths;
  }

  /**
   * A replay of some lanes, over all of them.
   *
   * @throws UnknownException when it is not known
   */
  LaneHealth.Replay known(String clientId, List<String> lanes, String replayId) {
    return find(told(clientId, lanes), replayId)
        .orElseThrow(
            () ->
                new UnknownException(
                    "No such replay is known: one that was just asked for is in a moment, and"
                        + " the latest %d of a lane that are over are kept."
                            .formatted(EndpointLane.REPLAYS_MAX)));
  }

  /**
   * What is to be asked of the notifier: the replay of that id which is there, else this one.
   *
   * @param allLanes those that may have one of this id
   * @param lanes those that are to have it
   * @param untilNamed false where it ends now because nobody said when: any other end will do
   * @throws ConflictException when one of that id makes other deliveries again, or too many others
   *     are not over
   */
  LaneOrder.StartReplay toAsk(
      String clientId,
      List<String> allLanes,
      List<String> lanes,
      LaneOrder.StartReplay asked,
      boolean untilNamed) {
    Optional<ReplayRange> there =
        find(told(clientId, allLanes), asked.replayId())
            .filter(replay -> replay.refusal() == null)
            .map(LaneHealth.Replay::range);
    if (there.isPresent()) {
      ReplayRange same = untilNamed ? asked.range() : asked.range().until(there.get().until());
      if (!same.equals(there.get())) {
        throw new ConflictException(
            "Replay %s is of other deliveries, as its GET shows: send another replayId."
                .formatted(asked.replayId()));
      }
      return new LaneOrder.StartReplay(asked.replayId(), there.get());
    }
    told(clientId, lanes).forEach(lane -> requireRoom(lane, asked.replayId()));
    return asked;
  }

  private static void requireRoom(LaneHealth lane, String replayId) {
    long running =
        lane.replays().stream().filter(one -> one.status() == ReplayStatus.RUNNING).count();
    if (running >= EndpointLane.REPLAYS_MAX
        && lane.replays().stream().noneMatch(one -> isRunning(one, replayId))) {
      throw new ConflictException(
          "%d replays are not over: wait for one, or cancel one.".formatted(running));
    }
  }

  private static boolean isRunning(LaneHealth.Replay replay, String replayId) {
    return replay.status() == ReplayStatus.RUNNING && replay.replayId().equals(replayId);
  }

  private List<LaneHealth> told(String clientId, List<String> lanes) {
    return healths.of(clientId).stream().filter(lane -> lanes.contains(lane.lane())).toList();
  }

  private static Optional<LaneHealth.Replay> find(List<LaneHealth> lanes, String replayId) {
    return EndpointHealth.replays(lanes).stream()
        .filter(replay -> replay.replayId().equals(replayId))
        .findAny();
  }
}
