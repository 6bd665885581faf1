package dev.recur.notifier.queue;

import java.util.Arrays;

/** How many of a minute's answers show a receiver in trouble, counted in slices of ten seconds. */
final class TroubleWindow {

  /** Fewer answers than this show nothing. */
  static final int ANSWERS_MIN = 10;

  static final int SLICES = 6;
  static final long SLICE_MS = 10_000;

  private static final int PERCENT = 100;

  private final int[] answers = new int[SLICES];
  private final int[] troubles = new int[SLICES];
  private long slice = Long.MIN_VALUE;

  void add(boolean trouble, long nowMs) {
    moveTo(nowMs);
    int index = Math.floorMod(slice, SLICES);
    answers[index]++;
    if (trouble) {
      troubles[index]++;
    }
  }

  /** True when there are enough answers, and so large a part of them is trouble. */
  boolean isTrouble(int percent, long nowMs) {
    moveTo(nowMs);
    int all = Arrays.stream(answers).sum();
    return all >= ANSWERS_MIN && Arrays.stream(troubles).sum() * PERCENT >= all * percent;
  }

  void clear() {
    Arrays.fill(answers, 0);
    Arrays.fill(troubles, 0);
  }

  /** Forgets the slices that are older than a minute. A clock that goes back moves nothing. */
  private void moveTo(long nowMs) {
    long now = Math.floorDiv(nowMs, SLICE_MS);
    if (slice == Long.MIN_VALUE || now - slice >= SLICES) {
      clear();
    } else {
      for (long next = slice + 1; next <= now; next++) {
        int index = Math.floorMod(next, SLICES);
        answers[index] = 0;
        troubles[index] = 0;
      }
    }
    slice = Math.max(slice, now);
  }
}
