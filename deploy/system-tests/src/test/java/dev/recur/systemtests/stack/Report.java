package dev.recur.systemtests.stack;

import dev.recur.local.process.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What was counted, on one page, for whoever wants to see figures and not a green bar. */
public final class Report {

  private static final List<String> LINES = new ArrayList<>();

  private Report() {}

  /** A heading: which test counted. */
  public static synchronized void heading(String text) {
    LINES.add("");
    LINES.add(text);
  }

  /** A count. */
  public static synchronized void count(String what, long number) {
    LINES.add("  %-58s %8d".formatted(what, number));
  }

  /** A remark. */
  public static synchronized void remark(String text) {
    LINES.add("  " + text);
  }

  /** Prints everything, and keeps it in {@code target/system-tests.txt}. */
  static synchronized void print() {
    String page =
        "What the system tests counted\n" + String.join(System.lineSeparator(), LINES) + "\n";
    System.out.println(page);
    Path file = Installation.find().root().resolve("deploy/system-tests/target/system-tests.txt");
    try {
      Files.writeString(file, page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
