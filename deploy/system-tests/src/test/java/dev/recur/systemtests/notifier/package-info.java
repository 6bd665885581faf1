/** The notifier as a process, on a real broker and a real registry. */
@NullMarked
package dev.recur.systemtests.notifier;

import org.jspecify.annotations.NullMarked;
