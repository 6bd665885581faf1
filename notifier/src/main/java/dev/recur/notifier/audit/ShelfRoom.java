package dev.recur.notifier.audit;

import java.util.concurrent.atomic.AtomicInteger;

/** How much may be at hand in this process, in equal parts for all of its tasks. */
final class ShelfRoom {

  /**
   * Bytes of books at hand, as they lie in the store; in the heap they take a few times as much.
   * Those of a busy second or two.
   */
  static final int BYTES_MAX = 4 * 1024 * 1024;

  private final int bytesMax;
  private final AtomicInteger shelves = new AtomicInteger();

  ShelfRoom(int bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** One task more. */
  void enter() {
    shelves.incrementAndGet();
  }

  /** One task less. */
  void leave() {
    shelves.decrementAndGet();
  }

  /** What one task may have at hand. */
  int bytesOfEach() {
    return bytesMax / Math.max(1, shelves.get());
  }
}
