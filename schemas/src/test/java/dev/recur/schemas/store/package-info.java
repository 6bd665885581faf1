/** How a service keeps on its own disk what topics say. */
@NullMarked
package dev.recur.schemas.store;

import org.jspecify.annotations.NullMarked;
