package dev.recur.notifier.audit;

import dev.recur.notifier.audit.WatchIndex.Reminder;
import dev.recur.notifier.audit.rules.Audit;
import dev.recur.notifier.audit.rules.Books;
import dev.recur.notifier.audit.rules.Finding;
import dev.recur.notifier.audit.rules.Watch;
import dev.recur.notifier.streams.LaterReleaseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes records into the books of one task's subscriptions, and keeps an index of what is watched:
 * whatever the books say is late stands there by itself, as soon as {@link #lookAgain} has nothing
 * left to do.
 */
final class Bookkeeper {

  private static final Logger LOG = LoggerFactory.getLogger(Bookkeeper.class);

  /**
   * Most reminders that are looked at in one go, which takes some tens of milliseconds: after a
   * large billing run as many come at once.
   */
  static final int LOOKED_AT_MAX = 2_000;

  /** Until books that cannot be read are tried again, though no record of theirs comes. */
  private static final Duration UNREADABLE_AGAIN = Duration.ofHours(1);

  private final BookShelf books;
  private final WatchIndex watches;

  Bookkeeper(BookShelf books, WatchIndex watches) {
    this.books = books;
    this.watches = watches;
  }

  /** A subscription of which something does not add up. */
  record Found(String subscriptionId, Finding finding) {}

  /**
   * Takes one record into a subscription's books.
   *
   * @param rules what follows from it
   * @param skipped the books where the rules themselves meet a fault
   * @param lateFrom what began then or before may count as late by now
   * @throws LaterReleaseException when a later version wrote the books: passed over, the record
   *     would be missing from them for ever, once that version is back
   */
  Audit take(
      String subscriptionId,
      Function<Books, Audit> rules,
      Function<Books, Books> skipped,
      Instant lateFrom) {
    Kept before;
    try {
      before = books.of(subscriptionId);
    } catch (LaterReleaseException e) {
      throw e;
    } catch (RuntimeException e) {
      // Nobody can say what follows from it. The bytes stay, for who looks into it.
      return new Audit(Books.NONE, List.of(fault(subscriptionId, e)));
    }
    Audit audit;
    Kept after;
    Set<Watch> gone = Set.of();
    Set<Watch> come = Set.of();
    try {
      audit = rules.apply(before.books());
      after = before.then(audit.books(), lateFrom);
      gone = before.watched(subscriptionId);
      come = after.watched(subscriptionId);
    } catch (RuntimeException e) {
      audit = new Audit(skipped.apply(before.books()), List.of(fault(subscriptionId, e)));
      after = new Kept(audit.books(), before.lookAt());
      gone = Set.of();
      come = Set.of();
    }
    if (!after.equals(before)) {
      books.put(subscriptionId, after);
      watches.replace(gone, come);
      watches.remind(subscriptionId, before.lookAt(), after.lookAt());
    }
    return audit;
  }

  /**
   * Looks at the subscriptions whose reminder has come, at {@link #LOOKED_AT_MAX} of them at most:
   * what may count as late is put into the index, each by itself; of the others there is a new
   * reminder.
   *
   * @param lateFrom what began then or before may count as late by now
   * @return those whose books cannot be read
   * @throws LaterReleaseException when a later version wrote books
   */
  List<Found> lookAgain(Instant lateFrom) {
    List<Found> found = new ArrayList<>();
    for (Reminder reminder : watches.reminders(lateFrom, LOOKED_AT_MAX)) {
      lookAt(reminder, lateFrom).ifPresent(found::add);
    }
    return found;
  }

  private Optional<Found> lookAt(Reminder reminder, Instant lateFrom) {
    String subscriptionId = reminder.subscriptionId();
    Kept before;
    Kept after;
    Set<Watch> gone;
    Set<Watch> come;
    try {
      before = books.of(subscriptionId);
      after = before.lookedAt(lateFrom);
      gone = before.watched(subscriptionId);
      come = after.watched(subscriptionId);
    } catch (LaterReleaseException e) {
      throw e;
    } catch (RuntimeException e) {
      Instant again = lateFrom.plus(UNREADABLE_AGAIN);
      watches.remind(subscriptionId, Optional.of(reminder.at()), Optional.of(again));
      return Optional.of(new Found(subscriptionId, fault(subscriptionId, e)));
    }
    if (!before.lookAt().equals(Optional.of(reminder.at()))) {
      // Its books could not be read for a while.
      watches.forget(reminder);
    }
    books.put(subscriptionId, after);
    watches.replace(gone, come);
    watches.remind(subscriptionId, before.lookAt(), after.lookAt());
    return Optional.empty();
  }

  /** The same record would meet it again for ever, and nothing would be audited any more. */
  private static Finding fault(String subscriptionId, RuntimeException e) {
    LOG.atError()
        .addKeyValue("subscriptionId", subscriptionId)
        .setCause(e)
        .log("The audit met a fault of its own: report it with this line");
    return new Finding(Finding.Kind.FAULT, String.valueOf(e));
  }
}
