/** What strangers, mistaken merchants and broken programs send, and that it changes nothing. */
@NullMarked
package dev.recur.systemtests.input;

import org.jspecify.annotations.NullMarked;
