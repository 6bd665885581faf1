/** Tests. */
@NullMarked
package dev.recur.local.mailbox;

import org.jspecify.annotations.NullMarked;
