/** Tests of the catalogue. */
@NullMarked
package dev.recur.schemas.topic;

import org.jspecify.annotations.NullMarked;
