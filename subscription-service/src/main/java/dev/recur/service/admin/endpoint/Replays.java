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
import java.util.stream.Stream;

/**
 * The replays that the notifier tells of. It decides which are taken, a moment after whoever asks
 * has an answer: what is refused here is what is known by then, and their GET shows the rest.
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
    return EndpointHealth.replays(told(clientId, lanes)).stream()
        .filter(replay -> replay.replayId().equals(replayId))
        .findAny()
        .orElseThrow(
            () ->
                new UnknownException(
                    "No such replay is known. One that was just asked for is in a moment; ask for"
                        + " any other again. A lane keeps the latest %d that are over, and as"
                            .formatted(EndpointLane.REPLAYS_MAX)
                        + " many that it refused."));
  }

  /**
   * What is to be asked of the notifier: the replay of that id which some lane has taken, else this
   * one.
   *
   * @param everyLane those that may have one of this id
   * @param lanes those that are to have it
   * @throws ConflictException when one of that id makes other deliveries again, or too many others
   *     are not over
   */
  LaneOrder.StartReplay toAsk(
      String clientId, List<String> everyLane, List<String> lanes, ReplayBody.Asked asked) {
    String replayId = asked.order().replayId();
    LaneOrder.StartReplay order =
        told(clientId, everyLane).stream()
            .flatMap(lane -> lane.replays().stream())
            .filter(replay -> isTaken(replay, replayId))
            .map(LaneHealth.Replay::range)
            .flatMap(Stream::ofNullable)
            .findFirst()
            .map(taken -> same(asked, taken))
            .orElse(asked.order());
    told(clientId, lanes).forEach(lane -> requireRoom(lane, replayId));
    return order;
  }

  private static LaneOrder.StartReplay same(ReplayBody.Asked asked, ReplayRange taken) {
    String replayId = asked.order().replayId();
    if (!asked.isOf(taken)) {
      throw new ConflictException(
          "Replay %s is of other deliveries, as its GET shows: send another replayId."
              .formatted(replayId));
    }
    return new LaneOrder.StartReplay(replayId, taken);
  }

  private static void requireRoom(LaneHealth lane, String replayId) {
    long running =
        lane.replays().stream().filter(one -> one.status() == ReplayStatus.RUNNING).count();
    if (running >= EndpointLane.REPLAYS_MAX
        && lane.replays().stream().noneMatch(one -> isTaken(one, replayId))) {
      throw new ConflictException(
          "%d replays are not over: wait for one, or cancel one.".formatted(running));
    }
  }

  private static boolean isTaken(LaneHealth.Replay replay, String replayId) {
    return replay.replayId().equals(replayId) && replay.refusal() == null;
  }

  private List<LaneHealth> told(String clientId, List<String> lanes) {
    return healths.of(clientId).stream().filter(lane -> lanes.contains(lane.lane())).toList();
  }
}
