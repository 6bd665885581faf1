/** The process: what is switched on, and how it starts and ends. */
@NullMarked
package dev.recur.billing.app;

import org.jspecify.annotations.NullMarked;
