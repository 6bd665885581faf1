/**
 * The rules of delivery: whose turn it is, what an attempt's outcome means, when the next is made.
 * Pure functions; the shell that keeps their state in Kafka is in {@code delivery}.
 */
@NullMarked
package dev.recur.notifier.queue;

import org.jspecify.annotations.NullMarked;
