package dev.recur.systemtests.killreport;

import java.time.Instant;

/**
 * A fault that struck.
 *
 * @param met what was under way at that moment
 * @param endedAt when everything was ready again, or was waited for no longer
 * @param trouble what was not so in time; empty when all is ready again
 */
record Blow(Fault fault, InFlight.Caught met, Instant endedAt, String trouble) {}
