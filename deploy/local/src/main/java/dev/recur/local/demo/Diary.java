package dev.recur.local.demo;

import java.util.ArrayList;
import java.util.List;

/** The diary of one play: as plain lines to be compared, and as it is shown. */
final class Diary {

  private static final String BOLD = "1";
  private static final String PLAIN = "0";

  private final boolean colour;
  private final List<String> lines = new ArrayList<>();
  private final List<String> shown = new ArrayList<>();

  Diary(boolean colour) {
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
      write(entry.line(), entry.line(painted(paint(entry.who()), entry.who().word())));
    }
  }

  /** All lines so far, without colour. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  /** All lines so far, as a terminal is to show them. */
  List<String> shown() {
    return List.copyOf(shown);
  }

  private void write(String plain, String painted) {
    lines.add(plain);
    shown.add(painted);
  }

  private String painted(String paint, String text) {
    return colour ? "\u001b[" + paint + "m" + text + "\u001b[" + PLAIN + "m" : text;
  }

  private static String paint(Entry.Who who) {
    return switch (who) {
      case MERCHANT, BUYER, UPSTREAM -> "36"; // cyan: somebody asks
      case OPERATOR, CLOCK -> "33"; // yellow: somebody steps in
      case BANK -> "32"; // green: money moves
      case WEBHOOK -> "35"; // magenta: the merchant is told
      case MAILBOX -> "34"; // blue: the buyer is told
      case INQUIRY, BOOKS -> "2"; // dim: somebody looks
    };
  }
}
