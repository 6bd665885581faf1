package dev.recur.local.demo;

import java.time.ZonedDateTime;
import java.util.Locale;

/**
 * One story: what somebody asks for, and the times the clock goes to. What must come of it stands
 * in an expectation of the same name, which is written by hand.
 */
public interface Play {

  /** What it is about: the first line of its diary. */
  String title();

  /**
   * The time that its clock shows at first. Its offset or region is the one that the diary's times
   * stand in.
   */
  ZonedDateTime opensAt();

  /**
   * Plays it from beginning to end.
   *
   * @throws DemoFailedException when it cannot go on
   */
  void play(Stage stage);

  /** The name of the play and of its expectation: {@code SevenDayTrial} is seven-day-trial. */
  default String name() {
    return getClass().getSimpleName().replaceAll("(?<=.)(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }
}
