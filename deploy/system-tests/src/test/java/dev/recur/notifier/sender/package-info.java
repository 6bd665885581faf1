/** What of the notifier's sender the simulation puts its own in the place of. */
@NullMarked
package dev.recur.notifier.sender;

import org.jspecify.annotations.NullMarked;
