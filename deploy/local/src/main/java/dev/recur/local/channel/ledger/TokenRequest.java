package dev.recur.local.channel.ledger;

import java.time.Instant;

/**
 * The request under whose key a card got its token.
 *
 * @param key as the caller sent it
 * @param card a keyed hash of the card under this key: tells the same card from another, and nobody
 *     finds a number with it who has not the channel's secret
 * @param seenAt real time
 */
public record TokenRequest(String key, String card, Instant seenAt) {}
