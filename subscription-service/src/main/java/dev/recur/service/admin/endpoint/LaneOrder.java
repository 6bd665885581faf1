package dev.recur.service.admin.endpoint;

import dev.recur.service.terms.ReplayRange;

/** What an operator wants of a lane's deliveries. */
sealed interface LaneOrder {

  /**
   * They are held from now on.
   *
   * @param reason as the merchant is shown it
   */
  record Disable(String reason) implements LaneOrder {}

  /** They are attempted again, what was held first. */
  record Enable() implements LaneOrder {}

  /**
   * Deliveries that were made before are made again.
   *
   * @param replayId the same again starts nothing, unless it was refused
   * @param range which of those
   */
  record StartReplay(String replayId, ReplayRange range) implements LaneOrder {}

  /** What of a replay is not under way yet is not made. */
  record CancelReplay(String replayId) implements LaneOrder {}
}
