package dev.recur.local.mailbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The last e-mails received. They are held in memory only: buyers' addresses stand in no file of
 * the stack, and are gone when the process ends. Safe for many threads.
 */
public final class Mailbox {

  /** Most that are kept; the oldest make room. */
  static final int MAILS_MAX = 1_000;

  /** Most characters of theirs that are kept; the oldest make room. */
  static final long CHARS_MAX = 8L * 1024 * 1024;

  private final Deque<Mail> mails = new ArrayDeque<>();
  private long chars;

  /** Keeps one more. */
  synchronized void receive(Mail mail) {
    mails.addLast(mail);
    chars += mail.chars();
    while (mails.size() > MAILS_MAX || chars > CHARS_MAX) {
      chars -= mails.removeFirst().chars();
    }
  }

  /** All that are kept, oldest first. */
  public synchronized List<Mail> all() {
    return List.copyOf(mails);
  }
}
