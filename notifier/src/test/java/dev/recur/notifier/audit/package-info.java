/** The audit on Kafka's own test driver. */
@NullMarked
package dev.recur.notifier.audit;

import org.jspecify.annotations.NullMarked;
