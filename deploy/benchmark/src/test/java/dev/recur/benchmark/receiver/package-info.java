@NullMarked
package dev.recur.benchmark.receiver;

import org.jspecify.annotations.NullMarked;
