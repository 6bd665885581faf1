/**
 * Fan-out on Kafka: reads the ledger, remembers each subscription's context and writes what is to
 * be delivered. The rules are in {@code notice}.
 */
@NullMarked
package dev.recur.notifier.fanout;

import org.jspecify.annotations.NullMarked;
