package dev.recur.local.demo;

import java.time.ZonedDateTime;
import java.util.Locale;

/**
 * One story: what somebody asks for, and the times the clock goes to. What must come of it stands
 * in an expectation of the same name, which is written by hand.
 */
public abstract class Play {

  private final String title;
  private final ZonedDateTime opensAt;

  /**
   * A play.
   *
   * @param title what it is about: the first line of its diary
   * @param opensAt the time that its clock shows at first, ISO 8601; its offset or region is the
   *     one that the diary's times stand in
   */
  protected Play(String title, String opensAt) {
    this.title = title;
    this.opensAt = ZonedDateTime.parse(opensAt);
  }

  /**
   * Plays it from beginning to end.
   *
   * @throws DemoFailedException when it cannot go on
   */
  protected abstract void play(Stage stage);

  /** The name of the play and of its expectation: {@code SevenDayTrial} is seven-day-trial. */
  final String name() {
    return getClass().getSimpleName().replaceAll("(?<=.)(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  final String title() {
    return title;
  }

  final ZonedDateTime opensAt() {
    return opensAt;
  }
}
