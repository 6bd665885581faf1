package dev.recur.notifier.audit.rules;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

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
