package dev.recur.billing.domain;

import dev.recur.billing.domain.ScriptedChannel.Asked;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A payment channel that tells the truth, and keeps a ledger of its own. What becomes of a key is
 * decided once, by the key alone, however often and whenever it is presented.
 */
final class Bank {
  private final int seed;
  private final Set<String> seen = new HashSet<>();
  private final Map<String, Long> chargedMinor = new TreeMap<>();
  private final Map<String, Long> paidBackMinor = new TreeMap<>();
  private final Map<String, Integer> charges = new HashMap<>();

  Bank(int seed) {
    this.seed = seed;
  }

  /** What each payment moved, by its id; of none that moved nothing. */
  Map<String, Long> chargedMinor() {
    return chargedMinor;
  }

  /** What went back, by the refund's id. */
  Map<String, Long> paidBackMinor() {
    return paidBackMinor;
  }

  /** How many keys of one payment were charged, at most. */
  int chargesOfOnePayment() {
    return charges.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  boolean hasSeen(Asked asked) {
    return seen.contains(asked.key());
  }

  /** The key is presented; money moves the first time, or never. */
  ChannelOutcome present(Asked asked) {
    ChannelOutcome truth = truth(asked);
    if (seen.add(asked.key()) && truth instanceof ChannelOutcome.Succeeded) {
      String id = asked.payment().paymentId();
      long minor = asked.payment().amount().amountMinor();
      boolean back = asked.payment().purpose() instanceof Purpose.ForRefund;
      (back ? paidBackMinor : chargedMinor).merge(id, minor, Long::sum);
      if (!back) {
        charges.merge(id, 1, Integer::sum);
      }
    }
    return truth;
  }

  /** Three of four attempts succeed; of the others every third is declined for good. */
  private ChannelOutcome truth(Asked asked) {
    int draw = Math.floorMod((asked.key() + seed).hashCode(), 12);
    return draw < 9 ? ScriptedChannel.OK : draw < 11 ? ScriptedChannel.SOFT : ScriptedChannel.HARD;
  }
}
