/** Tests against real child processes. */
@NullMarked
package dev.recur.local.process;

import org.jspecify.annotations.NullMarked;
