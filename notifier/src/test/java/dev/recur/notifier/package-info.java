/** Tests of the notifier as a whole, without a broker. */
@NullMarked
package dev.recur.notifier;

import org.jspecify.annotations.NullMarked;
