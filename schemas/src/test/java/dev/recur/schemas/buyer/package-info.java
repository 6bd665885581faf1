/** Tests of the seal around buyers, and of their links. */
@NullMarked
package dev.recur.schemas.buyer;

import org.jspecify.annotations.NullMarked;
