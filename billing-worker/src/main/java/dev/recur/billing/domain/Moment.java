package dev.recur.billing.domain;

import dev.recur.schemas.id.KeyLifetime;
import java.time.Instant;

/**
 * When an input is decided.
 *
 * @param at the subscription's own time, which never goes back
 * @param recordedAt real time at which the input is taken up, however long it has lain on its topic
 */
public record Moment(Instant at, Instant recordedAt) {
  /** Real time after which a key that is asked for now must not be presented. */
  Instant presentUntil() {
    // The channel's memory runs on real time too.
    return KeyLifetime.presentUntil(recordedAt);
  }

  /**
   * What a clock shows while this is decided. The live clock may be days ahead of {@code at} while
   * what waited is caught up with; a test clock stands there.
   */
  Instant nowOn(ClockId clock) {
    return switch (clock) {
      case ClockId.Live _ -> recordedAt.isAfter(at) ? recordedAt : at;
      case ClockId.Test _ -> at;
    };
  }
}
