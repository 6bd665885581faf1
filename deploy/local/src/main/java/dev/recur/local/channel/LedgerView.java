package dev.recur.local.channel;

import dev.recur.local.channel.ledger.LedgerLine;
import dev.recur.local.channel.ledger.Operation;
import dev.recur.local.channel.ledger.Outcome;
import dev.recur.local.channel.ledger.Presentation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line as {@code GET /ledger} shows it.
 *
 * @param at time on the subscription's clock at which the key was first presented
 * @param seenAt real time at which that was
 * @param calls how often the key was presented
 */
record LedgerView(
    String key,
    Operation operation,
    String subscriptionId,
    String paymentId,
    String purpose,
    @Nullable Integer period,
    long amountMinor,
    String currency,
    Outcome outcome,
    Instant at,
    Instant seenAt,
    int calls) {

  static LedgerView of(LedgerLine line) {
    Presentation request = line.request();
    return new LedgerView(
        request.key(),
        request.operation(),
        request.subscriptionId(),
        request.paymentId(),
        request.purpose(),
        request.period(),
        request.amountMinor(),
        request.currency(),
        line.outcome(),
        request.at(),
        line.seenAt(),
        line.calls());
  }
}
