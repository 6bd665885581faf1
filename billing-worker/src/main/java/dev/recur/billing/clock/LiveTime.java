package dev.recur.billing.clock;

import java.time.Instant;

/** How far the live clock has come. */
public interface LiveTime {

  /** This machine's clock, believed whatever it says: for those who own it. */
  LiveTime AS_TOLD =
      new LiveTime() {
        @Override
        public Instant believed(Instant told) {
          return told;
        }

        @Override
        public Instant dueThrough(Instant told) {
          return told;
        }
      };

  /**
   * Real time.
   *
   * @param told what this machine's clock says now
   */
  Instant believed(Instant told);

  /**
   * The time up to which may be taken what falls due. Long past while nobody knows: what is due is
   * late then, which can be mended, and not early.
   *
   * @param told what this machine's clock says now
   */
  Instant dueThrough(Instant told);
}
