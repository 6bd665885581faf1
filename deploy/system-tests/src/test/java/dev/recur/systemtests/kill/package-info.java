/** Every process killed once, with charges in flight, and nothing missed, doubled or lost. */
@NullMarked
package dev.recur.systemtests.kill;

import org.jspecify.annotations.NullMarked;
