package dev.recur.notifier.sender;

/**
 * How much may be in the air at once: retries and replays take at most half of it, so that first
 * attempts find room on a day when everything fails. How much of it one lane may have, its owner
 * decides.
 */
final class Room {

  private static final int OTHERS_SHARE = 2;

  private final int max;
  private final int othersMax;

  private int all;
  private int others;

  Room(int max) {
    if (max < 1) {
      throw new IllegalArgumentException("Nothing can be sent with room for " + max + ".");
    }
    this.max = max;
    this.othersMax = Math.max(1, max / OTHERS_SHARE);
  }

  /** Takes a place, if there is one for such an attempt; give it back with {@link #leave}. */
  synchronized boolean enter(boolean isFirst) {
    if (all >= max || (!isFirst && others >= othersMax)) {
      return false;
    }
    all++;
    others += isFirst ? 0 : 1;
    return true;
  }

  /** Gives a place back. */
  synchronized void leave(boolean isFirst) {
    all--;
    others -= isFirst ? 0 : 1;
  }

  synchronized int firsts() {
    return all - others;
  }

  synchronized int others() {
    return others;
  }
}
