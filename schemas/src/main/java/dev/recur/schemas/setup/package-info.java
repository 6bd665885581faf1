/** The deploy step: makes the topics and registers their schemas. */
@NullMarked
package dev.recur.schemas.setup;

import org.jspecify.annotations.NullMarked;
