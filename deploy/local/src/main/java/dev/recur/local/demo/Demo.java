package dev.recur.local.demo;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.List;
import java.util.Locale;

/**
 * Shows on a running local stack what a year of one subscription looks like, written down from the
 * payment channel's ledger, the webhooks received and the inquiries' answers, and holds it against
 * a committed expectation.
 */
public final class Demo {

  private final Path stackJson;
  private final PrintStream out;
  private final boolean colour;

  /**
   * A demo.
   *
   * @param stackJson how the stack is reached; the stack is up
   * @param out what the diary is printed to
   * @param colour whether the terminal shows colours
   */
  public Demo(Path stackJson, PrintStream out, boolean colour) {
    this.stackJson = stackJson;
    this.out = out;
    this.colour = colour;
  }

  /**
   * Plays the demo; takes some ten seconds. What is wrong is printed.
   *
   * @return true when every line of the diary is as expected
   */
  public boolean play() {
    long started = System.nanoTime();
    Diary diary = new Diary(out, colour);
    out.println();
    try (Loopback http = new Loopback()) {
      new SevenDayTrial(Stack.read(stackJson), http, diary).play();
    } catch (DemoFailedException e) {
      return stopped(String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException | DateTimeException e) {
      return stopped("Something in an answer cannot be read: " + e);
    }
    boolean asExpected = isAsExpected(Expectation.lines(), diary.lines());
    if (asExpected) {
      out.printf(
          Locale.ROOT,
          "%nA year in %.1f s, and all %d lines as they must be.%n",
          (System.nanoTime() - started) / 1e9,
          diary.lines().size());
    }
    return asExpected;
  }

  private boolean stopped(String why) {
    out.printf("%nThe demo stopped here. %s%n", why);
    return false;
  }

  /** Compares, and prints the lines that differ. */
  boolean isAsExpected(List<String> expected, List<String> actual) {
    List<String> differing = Difference.of(expected, actual);
    if (!differing.isEmpty()) {
      out.printf("%nThe diary is not as it must be:%n");
      differing.forEach(out::println);
    }
    return differing.isEmpty();
  }
}
