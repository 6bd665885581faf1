/** Tests of what is kept of buyers. */
@NullMarked
package dev.recur.notifier.buyer;

import org.jspecify.annotations.NullMarked;
