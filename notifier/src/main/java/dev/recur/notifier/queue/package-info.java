/**
 * The rules of delivery: whose turn it is, what an attempt's outcome means, when the next is made,
 * what is held and released, how a lane is doing and how much it is asked. No clock, no Kafka; the
 * shell that keeps their state is in {@code delivery}.
 */
@NullMarked
package dev.recur.notifier.queue;

import org.jspecify.annotations.NullMarked;
