/** What both topologies need to keep state and to put aside what they cannot read. */
@NullMarked
package dev.recur.notifier.streams;

import org.jspecify.annotations.NullMarked;
