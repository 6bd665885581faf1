package dev.recur.systemtests.expect;

/**
 * A webhook that was received.
 *
 * @param notice what it tells
 * @param sequence of the event that is told
 * @param previousSequence of the event told before to the same receiver, 0 for none
 */
public record Told(Notice notice, long sequence, long previousSequence) {}
