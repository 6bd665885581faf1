package dev.recur.service.command;

import dev.recur.service.terms.CreateTerms;

/** What somebody wants of one subscription. */
public sealed interface Command {

  /** The merchant the subscription belongs to. */
  String clientId();

  /** The subscription. */
  String subscriptionId();

  /** The merchant wants a subscription. */
  record Create(String clientId, String subscriptionId, CreateTerms terms) implements Command {}

  /** The merchant wants no further renewal, or no further service. */
  record Cancel(String clientId, String subscriptionId, Cancellation cancellation)
      implements Command {}

  /** The buyer agrees. */
  record Approve(String clientId, String subscriptionId) implements Command {}

  /** The buyer does not agree. */
  record Decline(String clientId, String subscriptionId) implements Command {}

  /** How a subscription is to end. The names are those of the wire contract. */
  enum Cancellation {
    /** Served to the end of the running period. */
    CANCEL,
    /** Ends at once. */
    TERMINATE
  }
}
