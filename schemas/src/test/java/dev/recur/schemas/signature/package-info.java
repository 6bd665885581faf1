/** Tests of signatures, keys and the secret box. */
@NullMarked
package dev.recur.schemas.signature;

import org.jspecify.annotations.NullMarked;
