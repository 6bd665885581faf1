/**
 * The payment side: reads charge requests, asks a payment channel through one small port, writes
 * results. Can be switched on alone, or off, when a channel of one's own reads {@code
 * charge.requests}.
 */
@NullMarked
package dev.recur.billing.channel;

import org.jspecify.annotations.NullMarked;
