/** Speed as ratios, measured side by side in one run; see README.md. */
@NullMarked
package dev.recur.benchmark;

import org.jspecify.annotations.NullMarked;
