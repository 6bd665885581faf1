package dev.recur.billing.domain;

/**
 * A new subscription that is to take this one's place; nothing is charged here meanwhile.
 *
 * @param requestId the merchant's id for the request
 * @param fingerprint what the request asked for
 * @param commandId the command that waits for the outcome
 * @param newSubscriptionId the new subscription
 */
public record Change(
    String requestId, String fingerprint, String commandId, String newSubscriptionId) {}
