/** Tests of e-mails, against mail servers on this machine. */
@NullMarked
package dev.recur.notifier.mail;

import org.jspecify.annotations.NullMarked;
