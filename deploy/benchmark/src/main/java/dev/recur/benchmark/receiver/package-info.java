/** The receivers of webhooks, a process of its own that costs little and stamps what arrives. */
@NullMarked
package dev.recur.benchmark.receiver;

import org.jspecify.annotations.NullMarked;
