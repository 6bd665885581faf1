/** Tests. */
@NullMarked
package dev.recur.local.channel.ledger;

import org.jspecify.annotations.NullMarked;
