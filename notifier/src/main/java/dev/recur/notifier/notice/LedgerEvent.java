package dev.recur.notifier.notice;

import java.time.Instant;
import java.util.Optional;

/**
 * One event of the ledger.
 *
 * @param subscriptionId the subscription it happened to
 * @param clientId the merchant
 * @param sequence its number in this subscription, from 1
 * @param at when it happened, on the subscription's clock
 * @param what what happened
 * @param status where it leaves the subscription; empty in what earlier releases wrote
 */
public record LedgerEvent(
    String subscriptionId,
    String clientId,
    long sequence,
    Instant at,
    Happening what,
    Optional<LifecycleStatus> status) {}
