/** The mailbox that the platform's e-mails to buyers end in, on this machine. */
@NullMarked
package dev.recur.local.mailbox;

import org.jspecify.annotations.NullMarked;
