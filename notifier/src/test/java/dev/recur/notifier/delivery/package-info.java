/** Tests of what delivery keeps, and of whose turn it is to be looked at. */
@NullMarked
package dev.recur.notifier.delivery;

import org.jspecify.annotations.NullMarked;
