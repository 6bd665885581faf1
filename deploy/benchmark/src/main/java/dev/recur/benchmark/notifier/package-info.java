/** What the notifier does per core, and beside receivers that do not answer. */
@NullMarked
package dev.recur.benchmark.notifier;

import org.jspecify.annotations.NullMarked;
