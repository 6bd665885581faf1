package dev.recur.notifier.audit.rules;

import java.time.Instant;
import java.util.List;

/**
 * What follows from one record: the books after it, and what does not add up. Pure: the same books,
 * record and time always give the same.
 *
 * @param books after the record
 * @param findings what does not add up
 */
public record Audit(Books books, List<Finding> findings) {

  public Audit {
    findings = List.copyOf(findings);
  }

  /**
   * An event of the ledger.
   *
   * @param now real time, which decides what is too old to be remembered
   */
  public static Audit ofEvent(Books books, Entry entry, Instant now) {
    if (entry.sequence() <= books.sequence()) {
      return new Audit(
          books,
          List.of(
              new Finding(
                  Finding.Kind.SEQUENCE_REPEATED,
                  "event %d after event %d".formatted(entry.sequence(), books.sequence()))));
    }
    Draft draft = new Draft(books, now);
    draft.take(entry);
    return draft.done();
  }

  /**
   * A request on {@code charge.requests} that is no inquiry.
   *
   * @param writtenAt real time of its record
   */
  public static Audit ofRequest(
      Books books, String key, String paymentId, Money money, Instant writtenAt, Instant now) {
    Draft draft = new Draft(books, now);
    draft.attempts.say(key, paymentId, Attempt.Side.ASKED_OF_CHANNEL, writtenAt, money);
    return draft.done();
  }

  /**
   * A result on {@code charge.results} that says that money moved.
   *
   * @param writtenAt real time of its record
   */
  public static Audit ofSuccess(
      Books books, String key, String paymentId, Instant writtenAt, Instant now) {
    Draft draft = new Draft(books, now);
    draft.attempts.say(key, paymentId, Attempt.Side.PAID_BY_CHANNEL, writtenAt);
    return draft.done();
  }
}
