/** What is kept of a buyer, the seal around it, and the links that only the buyer has. */
@NullMarked
package dev.recur.schemas.buyer;

import org.jspecify.annotations.NullMarked;
