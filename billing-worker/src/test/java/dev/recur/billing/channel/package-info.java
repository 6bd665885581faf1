/** The channel's side against a real HTTP server that misbehaves. */
@NullMarked
package dev.recur.billing.channel;

import org.jspecify.annotations.NullMarked;
