package dev.recur.systemtests.simulation;

import java.time.Instant;
import java.util.Optional;

/** Somebody in the world who does things. */
interface Actor {

  /** Adds what it may do now. */
  void steps(Steps possible);

  /**
   * When it next has something to do though nothing reaches it. Only so that time can run there at
   * once; nothing is missed when it is not known.
   */
  default Optional<Instant> wakesAt() {
    return Optional.empty();
  }
}
