/** The notifier's process: its settings, and how its parts are put together. */
@NullMarked
package dev.recur.notifier;

import org.jspecify.annotations.NullMarked;
