/**
 * The live audit: a topology of its own that reads what the ledger and the channel's topics say and
 * counts what is overdue, what has no outcome and what does not add up.
 */
@NullMarked
package dev.recur.notifier.audit;

import org.jspecify.annotations.NullMarked;
