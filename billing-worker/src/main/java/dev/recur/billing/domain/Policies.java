package dev.recur.billing.domain;

import java.time.Duration;
import java.util.List;

/**
 * The rules that decide when is charged and what follows a failure. They travel in the command and
 * are fixed for the subscription.
 *
 * @param chargeLeadMinutes how long before a period's start its charge falls due
 * @param retryDays days after a payment's first attempt at which a soft decline is tried again,
 *     ascending
 * @param chargesPerDayMax most attempts within 24 hours; beyond it the subscription parks
 */
public record Policies(int chargeLeadMinutes, List<Integer> retryDays, int chargesPerDayMax) {
  /** The lead is 23 h 55 min: Antom begins 24 h before the period, five minutes in. */
  public static final Policies DEFAULT = new Policies(1435, List.of(1, 3, 5), 5);

  /** Longest lead, in minutes: a lead beyond a year has no use and would hide a wrong unit. */
  static final int CHARGE_LEAD_MINUTES_MAX = 527_040;

  /** Most retries of one payment. */
  static final int RETRIES_MAX = 10;

  /** Last day a retry may lie on. */
  static final int RETRY_DAY_MAX = 90;

  /** Upper bound of the safety bound itself. */
  static final int CHARGES_PER_DAY_LIMIT = 100;

  public Policies {
    retryDays = List.copyOf(retryDays);
  }

  Duration chargeLead() {
    return Duration.ofMinutes(chargeLeadMinutes);
  }
}
