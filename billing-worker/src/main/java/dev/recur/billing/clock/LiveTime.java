package dev.recur.billing.clock;

import java.time.Instant;

/** How far the live clock has come. */
@FunctionalInterface
public interface LiveTime {

  /** This machine's clock, believed whatever it says: for those who own it. */
  LiveTime AS_TOLD = told -> told;

  /**
   * Real time: what this machine says, where nothing else is known.
   *
   * @param told what this machine's clock says now
   */
  default Instant believed(Instant told) {
    return told;
  }

  /**
   * The time up to which may be taken what falls due. Long past while nobody knows: what is due is
   * late then, which can be mended, and not early.
   *
   * @param told what this machine's clock says now
   */
  Instant dueThrough(Instant told);
}
