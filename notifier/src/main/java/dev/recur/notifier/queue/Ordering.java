package dev.recur.notifier.queue;

/** In which order a lane is told of one subscription's events. */
public enum Ordering {
  /**
   * First attempts in sequence, each after the answer to the one before; retries may come later.
   */
  BEST_EFFORT,
  /** Nothing before all that came earlier was acknowledged, or has left after its time. */
  STRICT
}
