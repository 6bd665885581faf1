/**
 * Processes of the local stack: a real Kafka broker, a real schema registry, and any other child.
 * Used by the launcher and by tests that need the real thing.
 */
@NullMarked
package dev.recur.local.process;

import org.jspecify.annotations.NullMarked;
