/** What is kept of buyers, from the moment it is sent until it is forgotten. */
@NullMarked
package dev.recur.service.buyer;

import org.jspecify.annotations.NullMarked;
