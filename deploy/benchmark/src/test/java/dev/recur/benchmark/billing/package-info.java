@NullMarked
package dev.recur.benchmark.billing;

import org.jspecify.annotations.NullMarked;
