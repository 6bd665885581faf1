/** Tests. */
@NullMarked
package dev.recur.local.journal;

import org.jspecify.annotations.NullMarked;
