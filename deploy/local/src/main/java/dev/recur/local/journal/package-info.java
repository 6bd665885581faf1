/**
 * The append-only file in which the sandbox channel and the sample merchant keep what they know.
 */
@NullMarked
package dev.recur.local.journal;

import org.jspecify.annotations.NullMarked;
