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
 * @param finalAct what becomes of a subscription whose period stays unpaid
 * @param graceDays days between the last attempt and the final act
 * @param catchUp what becomes of periods that passed by while nothing ran
 * @param catchUpPeriodsMax most missed periods that are charged or held; older ones are skipped
 * @param trialNoticeDays days before the first charge after a trial at which it is announced; 0:
 *     never
 * @param renewalNoticeDays days before a later period's charge at which it is announced; 0: never
 */
public record Policies(
    int chargeLeadMinutes,
    List<Integer> retryDays,
    int chargesPerDayMax,
    FinalAct finalAct,
    int graceDays,
    CatchUp catchUp,
    int catchUpPeriodsMax,
    int trialNoticeDays,
    int renewalNoticeDays) {
  /** The lead is 23 h 55 min: Antom begins 24 h before the period, five minutes in. */
  public static final Policies DEFAULT =
      new Policies(1435, List.of(1, 3, 5), 5, FinalAct.KEEP, 0, CatchUp.CURRENT, 12, 0, 0);

  /** Longest lead, in minutes: a lead beyond a year has no use and would hide a wrong unit. */
  static final int CHARGE_LEAD_MINUTES_MAX = 527_040;

  /** Most retries of one payment. */
  static final int RETRIES_MAX = 10;

  /** Last day a retry may lie on. */
  static final int RETRY_DAY_MAX = 90;

  /** Upper bound of the safety bound itself. */
  static final int CHARGES_PER_DAY_LIMIT = 100;

  /** Longest grace, in days. */
  static final int GRACE_DAYS_MAX = 90;

  /** Most missed periods that may be charged or held. */
  static final int CATCH_UP_PERIODS_LIMIT = 100;

  /** Earliest announcement of a charge, in days. */
  static final int NOTICE_DAYS_MAX = 90;

  public Policies {
    retryDays = List.copyOf(retryDays);
  }

  /** What becomes of a subscription whose period stays unpaid. */
  public enum FinalAct {
    /** It goes on: the next period is charged as usual. */
    KEEP,
    /** It ends at once. */
    CANCEL,
    /** It pauses until somebody resumes it. */
    PAUSE
  }

  /** What becomes of periods that passed by while nothing ran. */
  public enum CatchUp {
    /** Each is charged. */
    EACH,
    /** They are not charged; the running one is. */
    CURRENT,
    /** They wait for approval. */
    HOLD
  }

  Duration chargeLead() {
    return Duration.ofMinutes(chargeLeadMinutes);
  }

  Duration grace() {
    return Duration.ofDays(graceDays);
  }
}
