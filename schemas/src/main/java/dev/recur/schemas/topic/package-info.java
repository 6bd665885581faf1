/**
 * The topic catalogue: what each topic is called, holds, keeps and promises, and how it is made.
 */
@NullMarked
package dev.recur.schemas.topic;

import org.jspecify.annotations.NullMarked;
