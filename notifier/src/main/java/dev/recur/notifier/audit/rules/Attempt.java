package dev.recur.notifier.audit.rules;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

  /** Since when one side says what the other does not; empty when they agree. */
  Optional<Instant> unmatchedSince() {
    return Stream.of(only(askedInLedger, askedOfChannel), only(paidInLedger, paidByChannel))
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  /** When it was last spoken of. */
  Instant latest() {
    return Stream.of(askedInLedger, askedOfChannel, paidInLedger, paidByChannel)
        .flatMap(Optional::stream)
        .max(Instant::compareTo)
        .orElse(Instant.MIN);
  }

  private static Optional<Instant> only(Optional<Instant> one, Optional<Instant> other) {
    List<Instant> said = Stream.of(one, other).flatMap(Optional::stream).toList();
    return said.size() == 1 ? Optional.of(said.getFirst()) : Optional.empty();
  }
}
