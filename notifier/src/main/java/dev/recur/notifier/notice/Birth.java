package dev.recur.notifier.notice;

import java.util.Optional;

/**
 * How a subscription came to be.
 *
 * @param origin which call it came from
 * @param requestId the merchant's id of that call
 * @param relatedSubscriptionId the subscription it follows; only in a change
 */
public record Birth(Origin origin, String requestId, Optional<String> relatedSubscriptionId) {}
