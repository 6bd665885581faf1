@NullMarked
package dev.recur.benchmark.report;

import org.jspecify.annotations.NullMarked;
