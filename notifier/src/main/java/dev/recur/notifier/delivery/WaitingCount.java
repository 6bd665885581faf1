package dev.recur.notifier.delivery;

/**
 * How many deliveries of a lane wait for their turn, as far as this process knows: while nobody
 * does, the end of an attempt is nobody's turn, and no line need be read. In memory only.
 */
final class WaitingCount {

  private final boolean known;
  private long count;

  private WaitingCount(boolean known) {
    this.known = known;
  }

  /** Of a lane that came with deliveries: some of them may wait. */
  static WaitingCount unknown() {
    return new WaitingCount(false);
  }

  /** Of a lane that came without any. */
  static WaitingCount nobody() {
    return new WaitingCount(true);
  }

  void add(int more) {
    count += more;
  }

  /** False only where certainly nobody waits. */
  boolean mayBeAny() {
    return !known || count > 0;
  }
}
