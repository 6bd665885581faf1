/** Tests. */
@NullMarked
package dev.recur.local.channel.card;

import org.jspecify.annotations.NullMarked;
