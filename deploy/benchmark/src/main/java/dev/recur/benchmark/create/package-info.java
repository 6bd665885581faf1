/** What it takes to make a subscription, beside a round trip that does nothing. */
@NullMarked
package dev.recur.benchmark.create;

import org.jspecify.annotations.NullMarked;
