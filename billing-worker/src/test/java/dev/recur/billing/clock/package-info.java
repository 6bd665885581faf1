/** Tests of the clock that is watched. */
@NullMarked
package dev.recur.billing.clock;

import org.jspecify.annotations.NullMarked;
