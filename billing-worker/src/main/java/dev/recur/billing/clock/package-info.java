/**
 * What time it is, for whoever charges by it: this machine's clock, as long as the cluster's
 * agrees. A clock that is put an hour ahead must not charge an hour early, and one that is put back
 * stops every timer of this process.
 */
@NullMarked
package dev.recur.billing.clock;

import org.jspecify.annotations.NullMarked;
