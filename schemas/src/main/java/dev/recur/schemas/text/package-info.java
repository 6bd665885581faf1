/** What is text, whoever wrote it. */
@NullMarked
package dev.recur.schemas.text;

import org.jspecify.annotations.NullMarked;
