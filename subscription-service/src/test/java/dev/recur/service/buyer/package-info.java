/** Tests of what is kept of buyers. */
@NullMarked
package dev.recur.service.buyer;

import org.jspecify.annotations.NullMarked;
