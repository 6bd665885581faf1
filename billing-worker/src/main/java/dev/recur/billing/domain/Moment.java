package dev.recur.billing.domain;

import dev.recur.schemas.id.KeyLifetime;
import java.time.Instant;

/**
 * When an input is decided.
 *
 * @param at the subscription's own time, which never goes back
 * @param recordedAt real time at which the input is taken up, however long it has lain on its
 *     topic; only how long a key may be presented is counted from it, because the channel's memory
 *     runs on real time too
 */
public record Moment(Instant at, Instant recordedAt) {
  /** Real time after which a key that is asked for now must not be presented. */
  Instant presentUntil() {
    return KeyLifetime.presentUntil(recordedAt);
  }
}
