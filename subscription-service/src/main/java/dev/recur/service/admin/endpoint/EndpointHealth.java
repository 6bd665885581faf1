package dev.recur.service.admin.endpoint;

import dev.recur.service.read.LaneHealth;
import dev.recur.service.read.LaneHealth.Replay;
import dev.recur.service.read.LaneHealth.Status;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How an endpoint is doing: what its lanes together say.
 *
 * @param lanes never empty
 */
record EndpointHealth(List<LaneHealth> lanes) {

  EndpointHealth {
    lanes = List.copyOf(lanes);
  }

  /**
   * The health of some lanes. Of one that nothing was ever told of, nothing was ever wrong.
   *
   * @param made when the endpoint was made; stands in for the time of a status that never changed
   * @param told what is told of the merchant's lanes
   */
  static EndpointHealth of(
      String clientId, String endpointId, List<String> lanes, List<LaneHealth> told, Instant made) {
    Map<String, LaneHealth> known = new HashMap<>();
    told.forEach(health -> known.put(health.lane(), health));
    return new EndpointHealth(
        lanes.stream()
            .map(
                lane ->
                    known.getOrDefault(
                        lane,
                        new LaneHealth(
                            lane, clientId, endpointId, Status.ACTIVE, null, null, List.of())))
            .map(health -> health.orSince(made))
            .toList());
  }

  /** The lane that is doing worst; of those the one that has for longest. */
  LaneHealth worst() {
    return lanes.stream()
        .min(
            Comparator.comparing(LaneHealth::status)
                .reversed()
                .thenComparing(LaneHealth::since, Comparator.nullsFirst(Comparator.naturalOrder())))
        .orElseThrow();
  }

  /** Replays over all lanes, by when they were asked for. */
  List<Replay> replays() {
    return replays(lanes);
  }

  /** Replays over some lanes, by when they were asked for. */
  static List<Replay> replays(List<LaneHealth> lanes) {
    Map<String, Replay> replays = new LinkedHashMap<>();
    lanes.stream()
        .flatMap(lane -> lane.replays().stream())
        .forEach(replay -> replays.merge(replay.replayId(), replay, EndpointHealth::together));
    return replays.values().stream().sorted(Comparator.comparing(Replay::startedAt)).toList();
  }

  /** It has come as far as the lane that has come least far, and is done when every lane is. */
  private static Replay together(Replay one, Replay other) {
    return new Replay(
        one.replayId(),
        one.status().compareTo(other.status()) < 0 ? one.status() : other.status(),
        one.made() + other.made(),
        one.reached().isBefore(other.reached()) ? one.reached() : other.reached(),
        one.startedAt().isBefore(other.startedAt()) ? one.startedAt() : other.startedAt(),
        one.range() == null ? other.range() : one.range(),
        one.refusal() == null ? other.refusal() : one.refusal());
  }
}
