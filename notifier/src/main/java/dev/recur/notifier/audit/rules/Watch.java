package dev.recur.notifier.audit.rules;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is looked at again as time passes.
 *
 * @param kind what it is
 * @param clock the test clock its time is on; empty: the live clock, or real time
 * @param since when it fell due, was asked for, or was first said by one side
 * @param id the subscription or payment
 * @param what in words
 */
public record Watch(Kind kind, Optional<String> clock, Instant since, String id, String what) {

  /** What is watched. */
  public enum Kind {
    /** The ledger must say something. */
    EXPECTED,
    /** A payment or refund is with the channel. */
    IN_FLIGHT,
    /** Ledger and channel do not say the same. In real time, whatever the clock. */
    UNMATCHED
  }

  /** All there is to watch of a subscription. */
  public static Set<Watch> of(String subscriptionId, Books books) {
    Set<Watch> all = new LinkedHashSet<>();
    Optional<String> clock = books.plan().flatMap(Plan::clock);
    Expected.of(books)
        .ifPresent(
            e -> all.add(new Watch(Kind.EXPECTED, clock, e.dueAt(), subscriptionId, e.what())));
    books.open().stream()
        .filter(Books.Open::inFlight)
        .forEach(
            open ->
                all.add(
                    new Watch(
                        Kind.IN_FLIGHT,
                        clock,
                        open.askedAt(),
                        open.id(),
                        "attempt " + open.attempt())));
    for (Attempt attempt : books.attempts()) {
      attempt
          .unmatchedSince()
          .ifPresent(
              since ->
                  all.add(
                      new Watch(
                          Kind.UNMATCHED, Optional.empty(), since, attempt.key(), says(attempt))));
    }
    return all;
  }

  /** When the first of {@link #of all of it} began; empty when nothing is watched. */
  public static Optional<Instant> earliest(Books books) {
    // Plain code, and no words: it is asked whenever a record is read.
    @Nullable Instant first = Expected.of(books).map(Expected::dueAt).orElse(null);
    for (Books.Open open : books.open()) {
      if (open.inFlight()) {
        first = earlier(first, open.askedAt());
      }
    }
    for (Attempt attempt : books.attempts()) {
      first = earlier(first, attempt.unmatchedSince().orElse(null));
    }
    return Optional.ofNullable(first);
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isBefore(one)) ? other : one;
  }

  private static String says(Attempt attempt) {
    return "asked for: ledger %s, channel %s; paid: ledger %s, channel %s"
        .formatted(
            yes(attempt.askedInLedger()),
            yes(attempt.askedOfChannel()),
            yes(attempt.paidInLedger()),
            yes(attempt.paidByChannel()));
  }

  private static String yes(Optional<Instant> said) {
    return said.isPresent() ? "yes" : "no";
  }
}
