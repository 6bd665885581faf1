package dev.recur.local.demo;

import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.Locale;

/**
 * One line of the diary.
 *
 * @param at on the subscription's clock
 * @param about what it is about, for example {@code period 2}
 * @param amount as {@link Words#money}; empty for none
 * @param text the rest, for a reader
 */
record Entry(OffsetDateTime at, What what, String about, String amount, String text) {

  /** By time; of one time in the order of {@link What}. */
  static final Comparator<Entry> IN_TIME =
      Comparator.comparing((Entry entry) -> entry.at().toInstant()).thenComparing(Entry::what);

  /** The kinds of lines, in the order in which those of one time are told. */
  enum What {
    CREATE,
    APPROVE,
    CANCEL,
    CHARGE,
    WEBHOOK,
    INQUIRY;

    /** The word for it, as wide as the widest. */
    String word() {
      return "%-7s".formatted(name().toLowerCase(Locale.ROOT));
    }
  }

  /** A line without an amount. */
  static Entry of(OffsetDateTime at, What what, String about, String text) {
    return new Entry(at, what, about, "", text);
  }

  /** The line, in columns. */
  String line() {
    return line(what.word());
  }

  /**
   * The line, in columns.
   *
   * @param word the kind, perhaps coloured
   */
  String line(String word) {
    return "  %s  %s  %-12s  %10s  %s"
        .formatted(Words.second(at), word, about, amount, text)
        .stripTrailing();
  }
}
