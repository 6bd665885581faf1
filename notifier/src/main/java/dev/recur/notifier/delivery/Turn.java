package dev.recur.notifier.delivery;

/**
 * How far the deliveries of one subscription in one lane are.
 *
 * @param acceptedThrough sequence of the last delivery that was accepted; 0 for none
 * @param first sequence of the last one whose first attempt was given its turn; 0 for none
 * @param firstAtMs when that attempt fell due, which is where it lies in the store of first
 *     attempts; 0 where it is not there
 */
record Turn(long acceptedThrough, long first, long firstAtMs) {

  /** Before the first delivery. */
  static final Turn NONE = new Turn(0, 0, 0);

  Turn accepted(long sequence) {
    return new Turn(Math.max(acceptedThrough, sequence), first, firstAtMs);
  }

  /** The last one that was given its turn lies in the store of first attempts no more. */
  Turn leftFirsts() {
    return new Turn(acceptedThrough, first, 0);
  }

  Turn given(long sequence, long atMs) {
    return new Turn(acceptedThrough, sequence, atMs);
  }
}
