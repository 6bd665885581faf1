package dev.recur.notifier.delivery;

import dev.recur.notifier.delivery.StoreKeys.Due;
import java.util.Comparator;
import java.util.Iterator;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The earliest of what one lane has due in one index. It mirrors the index's beginning, so that the
 * index is looked at once for many deliveries, and not at all where all of it is here. What is in
 * the air is not here.
 */
final class DueQueue {

  /** Most that are mirrored. */
  static final int LOADED_MAX = 64;

  /** Nothing is due. */
  static final long NEVER = Long.MAX_VALUE;

  private final TreeSet<Due> loaded =
      new TreeSet<>(
          Comparator.comparingLong(Due::atMs)
              .thenComparing(due -> due.delivery().subscriptionId())
              .thenComparingLong(due -> due.delivery().sequence()));

  /** True when the index has nothing besides what is here and in the air. */
  private boolean complete = true;

  /** Nothing in the index before is missing here; spares the search the remains of what is done. */
  private long from = NEVER;

  /** The index has something from this time on that is not here yet. */
  void lies(long atMs) {
    loaded.clear();
    complete = false;
    from = Math.min(from, atMs);
  }

  /** The index has this one, from now on. */
  void add(Due due) {
    if (complete || (!loaded.isEmpty() && due.atMs() < loaded.last().atMs())) {
      loaded.add(due);
      if (loaded.size() > LOADED_MAX) {
        loaded.pollLast();
        complete = false;
        from = Math.min(from, loaded.first().atMs());
      }
    } else if (loaded.isEmpty()) {
      from = Math.min(from, due.atMs());
    }
  }

  /** The index does not have this one any more. */
  void remove(Due due) {
    loaded.remove(due);
  }

  /** True when the index has to be read before anybody knows what is due. */
  boolean isToBeLoaded() {
    return loaded.isEmpty() && !complete;
  }

  /** Where the index is to be read from. */
  long from() {
    return from;
  }

  /**
   * Takes over the index's beginning.
   *
   * @param index what it has, from {@link #from} on
   * @param inTheAir true for what was handed over
   */
  void load(Iterator<Due> index, Predicate<Due> inTheAir) {
    while (index.hasNext() && loaded.size() < LOADED_MAX) {
      Due due = index.next();
      if (!inTheAir.test(due)) {
        loaded.add(due);
      }
    }
    complete = !index.hasNext();
  }

  /** When the earliest is due; where it has to be loaded first, a time that is not later. */
  long earliestMs() {
    if (!loaded.isEmpty()) {
      return loaded.first().atMs();
    }
    return complete ? NEVER : from;
  }

  /** The earliest; only where {@link #isToBeLoaded} is false and there is one. */
  Due first() {
    return loaded.first();
  }

  /** Takes the earliest out. */
  Due poll() {
    Due due = loaded.removeFirst();
    from = due.atMs();
    return due;
  }

  /** How many are mirrored. */
  int size() {
    return loaded.size();
  }

  /** True when the index has nothing besides what is in the air. */
  boolean isEmpty() {
    return complete && loaded.isEmpty();
  }
}
