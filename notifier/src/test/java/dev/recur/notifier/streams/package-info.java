/** Tests of what keeps state. */
@NullMarked
package dev.recur.notifier.streams;

import org.jspecify.annotations.NullMarked;
