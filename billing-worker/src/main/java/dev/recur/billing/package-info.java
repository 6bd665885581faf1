/** The billing worker: computes every due cycle and has it charged. */
@NullMarked
package dev.recur.billing;

import org.jspecify.annotations.NullMarked;
