package dev.recur.billing.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * A new subscription that is to take this one's place; nothing is charged here meanwhile.
 *
 * @param requestId the merchant's id for the request
 * @param fingerprint what the request asked for
 * @param commandId the command that waits for the outcome
 * @param newSubscriptionId the new subscription
 * @param terms what the new one is asked to be, so that it can be asked for again; empty where an
 *     earlier release kept it
 * @param askedAt when the new one was asked for last, on the subscription's clock; empty where it
 *     was not yet, and where an earlier release kept it
 * @param asked how often it was asked for
 */
public record Change(
    String requestId,
    String fingerprint,
    String commandId,
    String newSubscriptionId,
    Optional<Terms> terms,
    Optional<Instant> askedAt,
    int asked) {
  /** The same, for whom another command waits. */
  Change awaitedBy(String otherCommandId) {
    return new Change(
        requestId, fingerprint, otherCommandId, newSubscriptionId, terms, askedAt, asked);
  }

  /** The same, asked for once more. */
  public Change askedAt(Instant at) {
    return new Change(
        requestId, fingerprint, commandId, newSubscriptionId, terms, Optional.of(at), asked + 1);
  }
}
