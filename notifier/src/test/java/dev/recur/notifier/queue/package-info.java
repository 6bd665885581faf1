/** Tests of the rules of delivery. */
@NullMarked
package dev.recur.notifier.queue;

import org.jspecify.annotations.NullMarked;
