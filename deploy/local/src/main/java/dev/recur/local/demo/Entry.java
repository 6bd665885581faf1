package dev.recur.local.demo;

import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.Locale;

/**
 * One line of the diary.
 *
 * @param at on the play's clock
 * @param about what it is about, for example {@code period 2}
 * @param amount as {@link Words#money}; empty for none
 * @param text the rest, for a reader
 */
record Entry(ZonedDateTime at, Who who, String about, String amount, String text) {

  /** By time; of one time in the order of {@link Who}. */
  static final Comparator<Entry> IN_TIME =
      Comparator.comparing((Entry entry) -> entry.at().toInstant()).thenComparing(Entry::who);

  /** Who did or says it, in the order in which lines of one time are told. */
  enum Who {
    MERCHANT,
    BUYER,
    UPSTREAM,
    OPERATOR,
    CLOCK,
    BANK,
    WEBHOOK,
    MAILBOX,
    INQUIRY,
    BOOKS;

    /** The word for it, as wide as the widest. */
    String word() {
      return "%-8s".formatted(name().toLowerCase(Locale.ROOT));
    }
  }

  /** The line, in columns. */
  String line() {
    return line(who.word());
  }

  /**
   * The line, in columns.
   *
   * @param word who, perhaps coloured
   */
  String line(String word) {
    return "  %s  %s  %-11s  %10s  %s"
        .formatted(Words.second(at), word, about, amount, text)
        .stripTrailing();
  }
}
