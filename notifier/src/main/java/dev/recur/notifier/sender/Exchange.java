package dev.recur.notifier.sender;

/**
 * What came of one request.
 *
 * @param answer what came back
 * @param phases how long it took
 */
record Exchange(EgressAnswer answer, Phases phases) {}
