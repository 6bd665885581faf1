package dev.recur.local.demo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** The diary: printed as it is written, and kept as plain lines to be compared. */
final class Diary {

  private static final String BOLD = "1";
  private static final String PLAIN = "0";

  private final PrintStream out;
  private final boolean colour;
  private final List<String> lines = new ArrayList<>();

  Diary(PrintStream out, boolean colour) {
    this.out = out;
    this.colour = colour;
  }

  /** Begins the diary or a part of it. */
  void heading(String text) {
    if (!lines.isEmpty()) {
      write("", "");
    }
    write(text, painted(BOLD, text));
  }

  /** Writes entries, in the order given. */
  void write(List<Entry> entries) {
    for (Entry entry : entries) {
      write(entry.line(), entry.line(painted(paint(entry.what()), entry.what().word())));
    }
  }

  /** All lines so far, without colour. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  private void write(String plain, String shown) {
    lines.add(plain);
    out.println(shown);
    out.flush();
  }

  private String painted(String paint, String text) {
    return colour ? "\u001b[" + paint + "m" + text + "\u001b[" + PLAIN + "m" : text;
  }

  private static String paint(Entry.What what) {
    return switch (what) {
      case CREATE, APPROVE -> "36"; // cyan: somebody asks
      case CANCEL -> "33"; // yellow: somebody leaves
      case CHARGE -> "32"; // green: money moves
      case WEBHOOK -> "35"; // magenta: the merchant is told
      case INQUIRY -> "2"; // dim: the merchant looks
    };
  }
}
