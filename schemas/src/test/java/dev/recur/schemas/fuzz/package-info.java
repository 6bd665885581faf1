/** Inputs that are almost right, for whatever reads what others write. */
@NullMarked
package dev.recur.schemas.fuzz;

import org.jspecify.annotations.NullMarked;
