package dev.recur.systemtests.killreport;

/**
 * A fault that struck.
 *
 * @param met what was under way at that moment
 * @param trouble what was not so in time; empty when all is ready again
 */
record Blow(Fault fault, InFlight.Caught met, String trouble) {}
