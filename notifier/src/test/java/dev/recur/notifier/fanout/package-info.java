/** Tests of the fan-out's edge. */
@NullMarked
package dev.recur.notifier.fanout;

import org.jspecify.annotations.NullMarked;
