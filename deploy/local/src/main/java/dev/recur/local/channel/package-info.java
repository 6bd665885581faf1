/**
 * The sandbox channel: an HTTP server that stands for the bank's side, with a ledger that survives
 * SIGKILL. The decisions are in {@code ledger}; here is what meets files, clocks and HTTP.
 */
@NullMarked
package dev.recur.local.channel;

import org.jspecify.annotations.NullMarked;
