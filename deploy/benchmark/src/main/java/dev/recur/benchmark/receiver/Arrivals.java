package dev.recur.benchmark.receiver;

import java.util.ArrayList;
import java.util.List;

/**
 * What arrived, in order. Written by one thread and read by others. It is kept until it is
 * forgotten, and no more of it than the process has room for; or only counted.
 */
final class Arrivals {

  /** About 150 bytes each. */
  static final int KEPT_MAX = 1_000_000;

  private final int keptMax;
  private final List<Arrival> kept = new ArrayList<>();
  private int forgotten;

  private Arrivals(int keptMax) {
    this.keptMax = keptMax;
  }

  static Arrivals kept() {
    return kept(KEPT_MAX);
  }

  static Arrivals kept(int max) {
    return new Arrivals(max);
  }

  /** Nothing is kept of them. */
  static Arrivals counted() {
    return new Arrivals(0);
  }

  /**
   * Keeps one more, or counts it.
   *
   * @throws IllegalStateException when there is no room: forget more often
   */
  synchronized void add(Arrival arrival) {
    if (keptMax == 0) {
      forgotten++;
      return;
    }
    if (kept.size() == keptMax) {
      throw new IllegalStateException(
          "%d arrivals are kept and none more: forget after each measurement".formatted(keptMax));
    }
    kept.add(arrival);
  }

  /** How many arrived so far, also those that are forgotten. */
  synchronized int count() {
    return forgotten + kept.size();
  }

  /** What arrived from the nth on, without what is forgotten. */
  synchronized List<Arrival> from(int index) {
    int from = Math.clamp((long) index - forgotten, 0, kept.size());
    return List.copyOf(kept.subList(from, kept.size()));
  }

  /** Forgets what arrived so far; it still counts. */
  synchronized void forget() {
    forgotten += kept.size();
    kept.clear();
  }
}
