/** Tests of the identities. */
@NullMarked
package dev.recur.schemas.id;

import org.jspecify.annotations.NullMarked;
