/** The worker's rules, to decide a ledger of the simulation again. */
@NullMarked
package dev.recur.billing.topology;

import org.jspecify.annotations.NullMarked;
