@NullMarked
package dev.recur.benchmark;

import org.jspecify.annotations.NullMarked;
