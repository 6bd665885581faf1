package dev.recur.systemtests.killreport;

/**
 * A fault that struck.
 *
 * @param met what was under way at that moment
 * @param trouble what was not so in time; empty when all is ready again
 * @param isBack whether all is: there may be trouble because the fault did not take hold
 */
record Blow(Fault fault, InFlight.Caught met, String trouble, boolean isBack) {

  /** One that struck and was got over. */
  Blow(Fault fault, InFlight.Caught met) {
    this(fault, met, "", true);
  }
}
