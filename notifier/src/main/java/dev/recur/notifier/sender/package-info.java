/** Sends over HTTP: signs, posts, reads the answer and writes down how it went. */
@NullMarked
package dev.recur.notifier.sender;

import org.jspecify.annotations.NullMarked;
