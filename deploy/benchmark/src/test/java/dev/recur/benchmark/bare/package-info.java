@NullMarked
package dev.recur.benchmark.bare;

import org.jspecify.annotations.NullMarked;
