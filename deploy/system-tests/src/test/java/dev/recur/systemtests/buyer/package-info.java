/**
 * Buyers: what is kept of them, what they are written, and what is left once they are forgotten.
 */
@NullMarked
package dev.recur.systemtests.buyer;

import org.jspecify.annotations.NullMarked;
