package dev.recur.local.stack;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/** What the person at the terminal sees: one line per step, with the seconds since the start. */
final class Console {
  private final PrintStream out;
  private final PrintStream err;
  private final long startNanos = System.nanoTime();

  /**
   * A console.
   *
   * @param out for what goes as it should
   * @param err for why nothing goes on, so that a script that keeps the one still shows the other
   */
  Console(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /**
   * The same, for who has more to say than lines, and only as long as anybody wants to hear it.
   *
   * @param over once true, what is printed is dropped
   */
  PrintStream outUntil(BooleanSupplier over) {
    return new PrintStream(
        new FilterOutputStream(out) {
          @Override
          public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int from, int count) throws IOException {
            if (!over.getAsBoolean()) {
              out.write(bytes, from, count);
            }
          }
        },
        true,
        out.charset());
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

  /** Why nothing goes on. */
  synchronized void failure(String why) {
    out.flush();
    err.println(why);
    err.flush();
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }
}
