@NullMarked
package dev.recur.benchmark.create;

import org.jspecify.annotations.NullMarked;
