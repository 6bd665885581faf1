/**
 * What a merchant is told, and in which words: pure functions from the ledger's events to the
 * bodies of the notifications. No Kafka, no Avro, no framework, no clock.
 */
@NullMarked
package dev.recur.notifier.notice;

import org.jspecify.annotations.NullMarked;
