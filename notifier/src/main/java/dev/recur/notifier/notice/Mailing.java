package dev.recur.notifier.notice;

import java.time.Instant;
import java.util.function.Supplier;

/**
 * What an e-mail to the buyer needs to know beside the ledger.
 *
 * @param merchant the merchant's name
 * @param sandbox true where no money moves
 * @param buyer whether somebody is written to; asked only where there is something to write
 * @param now real time at which the event was written down; links count from it
 */
public record Mailing(String merchant, boolean sandbox, Supplier<Standing> buyer, Instant now) {

  /** What is known of a subscription's buyer when its event is read. */
  public enum Standing {
    /** Somebody who has an address. */
    KNOWN,
    /** Nothing yet: whoever came with the subscription may be read about later than its events. */
    UNKNOWN,
    /** Nobody: the buyer was forgotten, or has no address. */
    NOBODY
  }

  /**
   * Whether an e-mail is worth making.
   *
   * @param cameWithBuyer true when the subscription's request named somebody to be written to
   */
  boolean reachesSomebody(boolean cameWithBuyer) {
    return switch (buyer.get()) {
      case KNOWN -> true;
      case UNKNOWN -> cameWithBuyer;
      case NOBODY -> false;
    };
  }
}
