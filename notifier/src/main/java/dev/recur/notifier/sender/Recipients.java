package dev.recur.notifier.sender;

import java.util.Optional;

/** Knows who is told. */
@FunctionalInterface
interface Recipients {

  /**
   * Who is told of a merchant's subscriptions.
   *
   * @param endpointId the merchant's endpoint; empty for a URL that a subscription or refund names
   * @return empty as long as nobody can sign for it: no attempt is used
   */
  Optional<Recipient> find(String clientId, Optional<String> endpointId);
}
