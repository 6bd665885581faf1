/** Tests of the worker as a whole. */
@NullMarked
package dev.recur.billing;

import org.jspecify.annotations.NullMarked;
