/** What the billing worker does per second and per core, beside the least that has to be done. */
@NullMarked
package dev.recur.benchmark.billing;

import org.jspecify.annotations.NullMarked;
