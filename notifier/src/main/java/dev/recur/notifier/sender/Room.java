package dev.recur.notifier.sender;

import java.util.HashMap;
import java.util.Map;

/**
 * How much may be in the air at once, and whose: retries and replays take at most half of it, so
 * that first attempts find room on a day when everything fails; and one lane its share, so that a
 * few receivers that hang cannot take it all.
 */
final class Room {

  private static final int OTHERS_SHARE = 2;

  private final int max;
  private final int othersMax;
  private final int perLaneMax;

  private final Map<String, Integer> lanes = new HashMap<>();
  private int all;
  private int others;

  /**
   * An empty room.
   *
   * @param perLaneMax most of it that one lane has
   */
  Room(int max, int perLaneMax) {
    if (max < 1 || perLaneMax < 1) {
      throw new IllegalArgumentException(
          "Nothing can be sent with room for %d, and %d of a lane.".formatted(max, perLaneMax));
    }
    this.max = max;
    this.othersMax = Math.max(1, max / OTHERS_SHARE);
    this.perLaneMax = perLaneMax;
  }

  /** Takes a place, if there is one for such an attempt; give it back with {@link #leave}. */
  synchronized boolean enter(String lane, boolean isFirst) {
    if (all >= max
        || (!isFirst && others >= othersMax)
        || lanes.getOrDefault(lane, 0) >= perLaneMax) {
      return false;
    }
    all++;
    others += isFirst ? 0 : 1;
    lanes.merge(lane, 1, Integer::sum);
    return true;
  }

  /** Gives a place back. */
  synchronized void leave(String lane, boolean isFirst) {
    all--;
    others -= isFirst ? 0 : 1;
    lanes.computeIfPresent(lane, (_, count) -> count == 1 ? null : count - 1);
  }

  synchronized int firsts() {
    return all - others;
  }

  synchronized int others() {
    return others;
  }
}
