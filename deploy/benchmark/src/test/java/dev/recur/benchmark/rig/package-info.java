@NullMarked
package dev.recur.benchmark.rig;

import org.jspecify.annotations.NullMarked;
