/** Tests. */
@NullMarked
package dev.recur.local.stack;

import org.jspecify.annotations.NullMarked;
