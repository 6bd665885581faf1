/** Figures and ratios, as JSON and as a table. */
@NullMarked
package dev.recur.benchmark.report;

import org.jspecify.annotations.NullMarked;
