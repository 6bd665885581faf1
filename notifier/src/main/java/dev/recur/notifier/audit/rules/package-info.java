/**
 * Pure: what must hold of every subscription, whoever writes the ledger. It knows what is published
 * of the ledger, the topics and the calendar, and nothing of how the billing worker decides.
 */
@NullMarked
package dev.recur.notifier.audit.rules;

import org.jspecify.annotations.NullMarked;
