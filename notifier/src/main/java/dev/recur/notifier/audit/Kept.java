package dev.recur.notifier.audit;

import dev.recur.notifier.audit.rules.Books;
import dev.recur.notifier.audit.rules.Plan;
import dev.recur.notifier.audit.rules.Watch;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A subscription's books, and what the index has of them. Nearly everything that is watched is over
 * within seconds, so it is not written one by one: the index has a single reminder, at or before
 * the first of it. Only what is old enough to count as late, when the reminder comes, is written.
 *
 * @param lookAt when the reminder is; empty where the index has all that is watched, each by itself
 */
record Kept(Books books, Optional<Instant> lookAt) {

  /** Of what nothing was heard. */
  static final Kept NOTHING = new Kept(Books.NONE, Optional.empty());

  /**
   * The books after a record.
   *
   * @param lateFrom what began then or before may count as late by now
   */
  Kept then(Books after, Instant lateFrom) {
    // On a test clock only that clock's time says what is late.
    boolean isLive = after.plan().flatMap(Plan::clock).isEmpty();
    Optional<Instant> began = isLive ? Watch.earliest(after) : Optional.empty();
    if (began.isEmpty() || !began.get().isAfter(lateFrom)) {
      return new Kept(after, Optional.empty());
    }
    Instant at = WatchIndex.writable(began.get());
    return new Kept(after, lookAt.filter(known -> !known.isAfter(at)).or(() -> Optional.of(at)));
  }

  /** The same, once the reminder was looked at. */
  Kept lookedAt(Instant lateFrom) {
    return new Kept(books, Optional.empty()).then(books, lateFrom);
  }

  /** What the index has, each by itself. */
  Set<Watch> watched(String subscriptionId) {
    return lookAt.isPresent() ? Set.of() : Watch.of(subscriptionId, books);
  }
}
