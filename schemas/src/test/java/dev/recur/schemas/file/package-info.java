/** Where tests keep their files. */
@NullMarked
package dev.recur.schemas.file;

import org.jspecify.annotations.NullMarked;
