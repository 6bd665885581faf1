package dev.recur.schemas.id;

import java.time.Duration;
import java.time.Instant;

/**
 * For how long a channel knows what became of an attempt's key, in real time. Whoever decides a
 * request and whoever presents it count with the same times.
 */
public final class KeyLifetime {
  /** How long every channel remembers a key at least, from the first time it was presented. */
  private static final Duration REMEMBERED_MIN = Duration.ofHours(24);

  /** Left of it for a request that is under way when its time is over, and to inquire about it. */
  private static final Duration MARGIN = Duration.ofHours(4);

  private KeyLifetime() {}

  /**
   * Until when a key may be presented.
   *
   * @param requestedAt when its request was decided; it is presented no sooner
   */
  public static Instant presentUntil(Instant requestedAt) {
    return requestedAt.plus(REMEMBERED_MIN.minus(MARGIN));
  }

  /**
   * True while the channel remembers every key that was presented in time, whenever that was: only
   * then "never seen" says that it was never presented.
   */
  public static boolean isRemembered(Instant presentUntil, Instant now) {
    return now.isBefore(presentUntil.plus(MARGIN));
  }
}
