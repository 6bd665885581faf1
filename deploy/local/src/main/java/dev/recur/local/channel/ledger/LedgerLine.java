package dev.recur.local.channel.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One key in the ledger.
 *
 * @param line its number, from 0
 * @param seenAt real time at which the key was first presented
 * @param request what was asked first
 * @param outcome the present truth
 * @param succeedsAt when a PENDING outcome becomes a success, on the subscription's clock
 * @param decline why it was declined; null when it was not
 * @param calls how often the key was presented
 */
public record LedgerLine(
    int line,
    Instant seenAt,
    Presentation request,
    Outcome outcome,
    @Nullable Instant succeedsAt,
    @Nullable Decline decline,
    int calls) {

  LedgerLine presentedAgain() {
    return new LedgerLine(line, seenAt, request, outcome, succeedsAt, decline, calls + 1);
  }

  LedgerLine succeeded() {
    return new LedgerLine(line, seenAt, request, Outcome.SUCCEEDED, null, null, calls);
  }

  /** The line as it stands when the subscription's clock shows {@code at}. */
  public LedgerLine after(Instant at) {
    return succeedsBy(at) ? succeeded() : this;
  }

  /** True when it is pending and has been decided by then. */
  boolean succeedsBy(Instant at) {
    return outcome == Outcome.PENDING && succeedsAt != null && !succeedsAt.isAfter(at);
  }
}
