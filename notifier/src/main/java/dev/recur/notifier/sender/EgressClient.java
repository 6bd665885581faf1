package dev.recur.notifier.sender;

import java.time.Duration;

/** The one way out of this process to addresses that merchants name. */
interface EgressClient {

  /**
   * Posts once: no redirect is followed and nothing is tried again, but for a connection that was
   * kept open and turns out to be dead. Never throws for what the other side does.
   *
   * @param deadline over everything: name, connection, TLS, sending and the whole answer
   * @param maxBodyBytes most bytes of the answer's body that are read
   */
  Exchange send(EgressRequest request, Duration deadline, int maxBodyBytes);
}
