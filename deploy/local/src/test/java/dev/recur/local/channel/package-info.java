/** Tests. */
@NullMarked
package dev.recur.local.channel;

import org.jspecify.annotations.NullMarked;
