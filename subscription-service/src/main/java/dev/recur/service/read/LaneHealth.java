package dev.recur.service.read;

import dev.recur.service.terms.ReplayRange;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the deliveries of one lane are doing.
 *
 * @param lane key of the topics of webhooks
 * @param endpointId the merchant's endpoint; absent for the lane of a URL that subscriptions name
 * @param reason why it is not active, in one sentence
 * @param since when it got this status; absent where it never had another
 * @param replays the latest
 */
public record LaneHealth(
    String lane,
    String clientId,
    @Nullable String endpointId,
    Status status,
    @Nullable String reason,
    @Nullable Instant since,
    List<Replay> replays) {

  public LaneHealth {
    replays = List.copyOf(replays);
  }

  /** The same, with this status since a time where it never had another. */
  public LaneHealth orSince(Instant time) {
    return since == null
        ? new LaneHealth(lane, clientId, endpointId, status, reason, time, replays)
        : this;
  }

  /** How a lane is doing, the worst last. */
  public enum Status {
    /** Deliveries are attempted. */
    ACTIVE,
    /** They are attempted, and nothing was acknowledged for a while. */
    FAILING,
    /** They are held. */
    DISABLED
  }

  /** How a replay is doing, in the order in which lanes are waited for. */
  public enum ReplayStatus {
    RUNNING,
    CANCELLED,
    DONE
  }

  /**
   * A replay.
   *
   * @param made deliveries that were made again
   * @param reached real time up to whose deliveries it has come
   * @param range which deliveries; absent for one of an earlier version
   * @param refusal why it was not taken, in one sentence; absent for one that was
   */
  public record Replay(
      String replayId,
      ReplayStatus status,
      long made,
      Instant reached,
      Instant startedAt,
      @Nullable ReplayRange range,
      @Nullable String refusal) {}
}
