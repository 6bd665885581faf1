/**
 * The real stack, started through its launcher as a user would, and hands to work it with: its
 * admin API, the bank's ledger, the merchant's inbox, its Kafka.
 */
@NullMarked
package dev.recur.systemtests.stack;

import org.jspecify.annotations.NullMarked;
