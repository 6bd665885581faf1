/** Tests of the serdes, and a registry for tests of any module. */
@NullMarked
package dev.recur.schemas.serde;

import org.jspecify.annotations.NullMarked;
