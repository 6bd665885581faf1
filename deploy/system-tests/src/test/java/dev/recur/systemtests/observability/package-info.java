/** What an operator sees of the processes, beside what the alerts ask for. */
@NullMarked
package dev.recur.systemtests.observability;

import org.jspecify.annotations.NullMarked;
