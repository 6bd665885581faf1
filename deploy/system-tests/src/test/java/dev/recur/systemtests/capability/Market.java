package dev.recur.systemtests.capability;

import dev.recur.systemtests.merchant.OfficialSdk;
import dev.recur.systemtests.stack.Stack;
import java.io.IOException;
import java.util.Map;

/** Where the scenarios take place. */
interface Market {

  /** The stack. */
  Stack stack();

  /** The merchant of most subscriptions. */
  OfficialSdk shop();

  /** Asks for a subscription; the buyer agrees. */
  default Life begin(Plan plan) throws IOException {
    return begin(shop(), plan);
  }

  /** The same for another merchant. */
  Life begin(OfficialSdk merchant, Plan plan) throws IOException;

  /** An amount of the wire. */
  static Map<String, String> money(long minor, String currency) {
    return Map.of("currency", currency, "value", Long.toString(minor));
  }

  /** Dollars, in cents. */
  static Map<String, String> usd(long cents) {
    return money(cents, "USD");
  }

  /** A period rule of the wire. */
  static Map<String, Object> every(int count, String periodType) {
    return Map.of("periodType", periodType, "periodCount", count);
  }
}
