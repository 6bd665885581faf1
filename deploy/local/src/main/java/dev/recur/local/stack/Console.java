package dev.recur.local.stack;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** What the person at the terminal sees: one line per step, with the seconds since the start. */
final class Console {
  private final PrintStream out;
  private final long startNanos = System.nanoTime();

  Console(PrintStream out) {
    this.out = out;
  }

  PrintStream out() {
    return out;
  }

  /** A step that is done or begins. */
  synchronized void step(String what) {
    out.printf(Locale.ROOT, "%6.1f s  %s%n", elapsed().toMillis() / 1000.0, what);
    out.flush();
  }

  /** A line as it is. */
  synchronized void line(String text) {
    out.println(text);
    out.flush();
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }
}
