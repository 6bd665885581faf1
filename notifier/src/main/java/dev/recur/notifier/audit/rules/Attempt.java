package dev.recur.notifier.audit.rules;

import java.time.Instant;
import java.util.Optional;

/**
 * One attempt as the ledger and the channel's topics have it. Whatever one side says, the other
 * must say soon. All times are real ones.
 *
 * @param key the attempt's key at the channel
 * @param paymentId the payment or refund
 * @param money how much; empty while only a result is known
 * @param askedInLedger when the ledger asked
 * @param askedOfChannel when the request was written
 * @param paidInLedger when the ledger said that it succeeded
 * @param paidByChannel when the result was written that says so
 */
public record Attempt(
    String key,
    String paymentId,
    Optional<Money> money,
    Optional<Instant> askedInLedger,
    Optional<Instant> askedOfChannel,
    Optional<Instant> paidInLedger,
    Optional<Instant> paidByChannel) {

  /** Who says what. */
  enum Side {
    ASKED_IN_LEDGER,
    ASKED_OF_CHANNEL,
    PAID_IN_LEDGER,
    PAID_BY_CHANNEL
  }

  static Attempt unknown(String key, String paymentId) {
    return new Attempt(
        key,
        paymentId,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  Attempt of(Money amount) {
    return new Attempt(
        key,
        paymentId,
        Optional.of(amount),
        askedInLedger,
        askedOfChannel,
        paidInLedger,
        paidByChannel);
  }

  /** The same, said by one side; the first time counts. */
  Attempt said(Side side, Instant when) {
    Optional<Instant> now = Optional.of(when);
    return new Attempt(
        key,
        paymentId,
        money,
        side == Side.ASKED_IN_LEDGER ? askedInLedger.or(() -> now) : askedInLedger,
        side == Side.ASKED_OF_CHANNEL ? askedOfChannel.or(() -> now) : askedOfChannel,
        side == Side.PAID_IN_LEDGER ? paidInLedger.or(() -> now) : paidInLedger,
        side == Side.PAID_BY_CHANNEL ? paidByChannel.or(() -> now) : paidByChannel);
  }

  /** True when the other side has said it, and this one not. */
  boolean waitsFor(Side side) {
    return switch (side) {
      case ASKED_IN_LEDGER -> askedInLedger.isEmpty() && askedOfChannel.isPresent();
      case ASKED_OF_CHANNEL -> askedOfChannel.isEmpty() && askedInLedger.isPresent();
      case PAID_IN_LEDGER -> paidInLedger.isEmpty() && paidByChannel.isPresent();
      case PAID_BY_CHANNEL -> paidByChannel.isEmpty() && paidInLedger.isPresent();
    };
  }

  /** Since when one side says what the other does not; empty when they agree. */
  Optional<Instant> unmatchedSince() {
    // Plain code: all attempts of a subscription are asked whenever one record of it is read.
    Optional<Instant> asked = only(askedInLedger, askedOfChannel);
    Optional<Instant> paid = only(paidInLedger, paidByChannel);
    if (asked.isEmpty() || paid.isEmpty()) {
      return asked.isEmpty() ? paid : asked;
    }
    return asked.get().isBefore(paid.get()) ? asked : paid;
  }

  /** When it was last spoken of. */
  Instant latest() {
    return later(
        later(askedInLedger.orElse(Instant.MIN), askedOfChannel.orElse(Instant.MIN)),
        later(paidInLedger.orElse(Instant.MIN), paidByChannel.orElse(Instant.MIN)));
  }

  private static Optional<Instant> only(Optional<Instant> one, Optional<Instant> other) {
    if (one.isPresent()) {
      return other.isPresent() ? Optional.empty() : one;
    }
    return other;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
