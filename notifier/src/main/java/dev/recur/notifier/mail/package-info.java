/**
 * E-mail to buyers: from the facts of a delivery and the buyer's own record to words, and to the
 * mail server. Only here does an address meet a text, and neither is kept.
 */
@NullMarked
package dev.recur.notifier.mail;

import org.jspecify.annotations.NullMarked;
