@NullMarked
package dev.recur.benchmark.notifier;

import org.jspecify.annotations.NullMarked;
