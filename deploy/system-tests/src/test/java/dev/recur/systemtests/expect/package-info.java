/**
 * What must have come out, worked out anew from the seeds and the published rules: a calendar of
 * its own, identities of its own, and the judges that hold a ledger and an inbox against them.
 * Pure; nothing here may be taken from the services.
 */
@NullMarked
package dev.recur.systemtests.expect;

import org.jspecify.annotations.NullMarked;
