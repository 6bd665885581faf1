package dev.recur.billing.domain;

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
 */
public record Change(
    String requestId,
    String fingerprint,
    String commandId,
    String newSubscriptionId,
    Optional<Terms> terms) {
  /** The same, for whom another command waits. */
  Change awaitedBy(String otherCommandId) {
    return new Change(requestId, fingerprint, otherCommandId, newSubscriptionId, terms);
  }
}
