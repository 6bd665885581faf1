package dev.recur.notifier.queue;

import java.time.Instant;

/**
 * What became of one attempt.
 *
 * @param sequence of the delivery's event
 * @param number of the attempt, from 1
 * @param startedAt real time at which it began
 * @param acknowledged true when the receiver took it
 */
public record Attempt(long sequence, int number, Instant startedAt, boolean acknowledged) {}
