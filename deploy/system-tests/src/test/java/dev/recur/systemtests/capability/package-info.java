/** All that a subscription can do, through the gateway, on the whole stack (seeds 000 to 004). */
@NullMarked
package dev.recur.systemtests.capability;

import org.jspecify.annotations.NullMarked;
