/** Merchants' endpoints and the ways to see what happened, on the real stack. */
@NullMarked
package dev.recur.systemtests.endpoint;

import org.jspecify.annotations.NullMarked;
