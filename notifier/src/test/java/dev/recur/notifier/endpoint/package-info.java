/** Tests of what is known of merchants' endpoints. */
@NullMarked
package dev.recur.notifier.endpoint;

import org.jspecify.annotations.NullMarked;
