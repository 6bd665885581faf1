/**
 * A year of one subscription on a test clock, told as a diary by the merchant who asked for it, and
 * held against what the documents say must be in it.
 */
@NullMarked
package dev.recur.local.demo;

import org.jspecify.annotations.NullMarked;
