package dev.recur.systemtests.simulation;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What the first subscription of a run is about: what seldom happens by chance is looked for, so
 * that a few hundred seeds see all of it. The subscriptions beside it are like any other.
 *
 * @see Plans
 */
enum Story {
  /** Nothing but what chance makes of it. */
  ANY(6, 12, 0),
  /** The same, over month ends and both changes of the clocks. */
  LONG(12, 70, 0),
  /**
   * The method fails for good, the merchant asks for this and that, and then for another method.
   */
  REFUSED(10, 12, 0),
  /** It is changed, and later asked for a change under an id that was used before. */
  CHANGED(9, 8, 0),
  /** Periods are so short, and nothing runs for so long, that some of them pass by. */
  MISSED(7, 6, 2);

  /** So long all may stop in most stories: over a month's end, when most is due. */
  static final Duration MONTH_END = Duration.ofHours(36);

  private static final Duration PERIODS_PASS = Duration.ofDays(3);

  /**
   * A receiver that acknowledges nothing for five days is closed: it is ill for 30 hours at most.
   */
  private static final Duration RECEIVERS_ARE_WELL = Duration.ofHours(60);

  /** Each as often as it comes up. */
  private static final List<Story> DRAWN =
      List.of(
          ANY, ANY, ANY, ANY, ANY, ANY, LONG, LONG, REFUSED, REFUSED, REFUSED, CHANGED, CHANGED,
          MISSED, MISSED, MISSED);

  private final int daysMin;
  private final int daysMore;
  private final int outagesMin;

  Story(int daysMin, int daysMore, int outagesMin) {
    this.daysMin = daysMin;
    this.daysMore = daysMore;
    this.outagesMin = outagesMin;
  }

  static Story drawn(SplittableRandom dice) {
    return DRAWN.get(dice.nextInt(DRAWN.size()));
  }

  /** How long the subscriptions may live. */
  Duration life(SplittableRandom dice) {
    return Duration.ofHours(24L * daysMin + dice.nextInt(24 * daysMore));
  }

  /** How often everything may stop. */
  int outages(SplittableRandom dice) {
    return outagesMin + dice.nextInt(3 - outagesMin);
  }

  /** How long it may stop at once. */
  Duration outageMax() {
    return this == MISSED ? PERIODS_PASS : MONTH_END;
  }

  /** How long there is between two stops, so that receivers have time to be well. */
  Duration outagesApart() {
    return this == MISSED ? RECEIVERS_ARE_WELL : Duration.ZERO;
  }

  /** How seldom that happens, in steps. */
  int outageOnceInSteps() {
    return this == MISSED ? 100 : 400;
  }
}
