/** The history of the schemas, and the rules it keeps. */
@NullMarked
package dev.recur.schemas.history;

import org.jspecify.annotations.NullMarked;
