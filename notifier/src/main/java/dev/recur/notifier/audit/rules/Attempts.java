package dev.recur.notifier.audit.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The attempts of the last weeks, while one record is looked at. */
final class Attempts {

  /**
   * How long an attempt is remembered, in real time: two days less than the channel's topics keep
   * their records, so that an audit that begins anew expects none that are gone.
   */
  static final Duration MEMORY = Duration.ofDays(28);

  /** Most attempts that are remembered: more than a subscription may make in that time. */
  private static final int ATTEMPTS_MAX = 500;

  private final Map<String, Attempt> byKey = new LinkedHashMap<>();
  private final Instant since;
  private final Consumer<Finding> findings;

  Attempts(List<Attempt> known, Instant now, Consumer<Finding> findings) {
    this.since = now.minus(MEMORY);
    this.findings = findings;
    for (Attempt attempt : known) {
      if (!attempt.latest().isBefore(since) || attempt.unmatchedSince().isPresent()) {
        byKey.put(attempt.key(), attempt);
      }
    }
  }

  /**
   * One side speaks of an attempt and names no amount. What is too old to be remembered is taken
   * only where the other side has waited for it: topics are read at different times.
   */
  void say(String key, String paymentId, Attempt.Side side, Instant when) {
    Attempt known = byKey.getOrDefault(key, Attempt.unknown(key, paymentId));
    if (!when.isBefore(since) || known.waitsFor(side)) {
      byKey.put(key, known.said(side, when));
      if (byKey.size() > ATTEMPTS_MAX) {
        byKey.remove(byKey.keySet().iterator().next());
      }
    }
  }

  /** One side speaks of an attempt and its amount. */
  void say(String key, String paymentId, Attempt.Side side, Instant when, Money money) {
    say(key, paymentId, side, when);
    Attempt known = byKey.get(key);
    if (known == null) {
      return;
    }
    if (known.money().filter(other -> !other.equals(money)).isPresent()) {
      findings.accept(
          new Finding(
              Finding.Kind.AMOUNT_CHANGED,
              "%s is about %s, and was about %s".formatted(key, money, known.money().get())));
    }
    byKey.put(key, known.of(money));
  }

  /** True when the ledger has told a success of this payment or refund. */
  boolean isPaid(String paymentId) {
    return byKey.values().stream()
        .anyMatch(a -> a.paymentId().equals(paymentId) && a.paidInLedger().isPresent());
  }

  /** What a payment was paid with, where that is remembered. */
  Optional<Money> paid(String paymentId) {
    return byKey.values().stream()
        .filter(a -> a.paymentId().equals(paymentId) && a.paidInLedger().isPresent())
        .flatMap(a -> a.money().stream())
        .findFirst();
  }

  List<Attempt> all() {
    return List.copyOf(byKey.values());
  }
}
