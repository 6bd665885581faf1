package dev.recur.notifier.queue;

import java.time.Instant;
import java.util.Optional;

/**
 * What became of one attempt.
 *
 * @param sequence of the delivery's event
 * @param number of the attempt, from 1
 * @param startedAt real time at which it began
 * @param answer what came of it
 * @param retryAfter until when the receiver asked to be left alone
 */
public record Attempt(
    long sequence, int number, Instant startedAt, Answer answer, Optional<Instant> retryAfter) {

  boolean isAcknowledged() {
    return answer == Answer.ACKNOWLEDGED;
  }
}
