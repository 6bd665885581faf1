/** What holds for the module as a whole. */
@NullMarked
package dev.recur.schemas;

import org.jspecify.annotations.NullMarked;
