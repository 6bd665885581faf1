/** How long the services take to start. */
@NullMarked
package dev.recur.benchmark.startup;

import org.jspecify.annotations.NullMarked;
