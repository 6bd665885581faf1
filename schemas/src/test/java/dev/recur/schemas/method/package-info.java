/** Tests of the catalogue of payment methods. */
@NullMarked
package dev.recur.schemas.method;

import org.jspecify.annotations.NullMarked;
