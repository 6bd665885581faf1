/** What measurements and kill tests run on: the notifier as a process, and hands around it. */
@NullMarked
package dev.recur.benchmark.rig;

import org.jspecify.annotations.NullMarked;
