package dev.recur.service.terms;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rules that decide when is charged and what follows a failure.
 *
 * @param chargeLeadMinutes how long before a period's start its charge falls due, in minutes
 * @param retryDays days after the first attempt at which a soft decline is tried again, ascending
 * @param chargesPerDayMax most attempts to charge one subscription within a day
 * @param finalAct what becomes of the subscription when a period stays unpaid
 * @param graceDays how long after the last attempt finalAct follows, in days
 * @param catchUp what becomes of periods that were missed in an outage
 * @param catchUpPeriodsMax most missed periods that are charged or held; older ones are skipped
 * @param trialNoticeDays how many days before the first charge after a trial it is announced; 0:
 *     never
 * @param renewalNoticeDays how many days before a later period's charge it is announced; 0: never
 */
@Serdeable
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

  public Policies {
    retryDays = List.copyOf(retryDays);
  }

  /** What becomes of a subscription that stays unpaid. The names are those of the wire contract. */
  public enum FinalAct {
    KEEP,
    CANCEL,
    PAUSE
  }

  /** What becomes of missed periods. The names are those of the wire contract. */
  public enum CatchUp {
    /** Each is charged. */
    EACH,
    /** They are skipped; the running one is charged. */
    CURRENT,
    /** They wait for an operator. */
    HOLD
  }

  /** How many days ahead a buyer who is written to hears of the end of a trial. */
  private static final int TRIAL_NOTICE_DAYS_USUAL = 3;

  /** How many days ahead a buyer who is written to hears of a renewal. */
  private static final int RENEWAL_NOTICE_DAYS_USUAL = 7;

  /**
   * What is in force for a subscription of a merchant with these policies.
   *
   * @param asked what the request asks for; it counts more than anything else
   * @param notifiesBuyer true when the buyer is written to: then charges are announced as usual
   *     where the merchant's policies do not say when
   */
  public Policies forSubscription(Overrides asked, boolean notifiesBuyer) {
    return (notifiesBuyer ? announcing() : this).with(asked);
  }

  private Policies announcing() {
    return new Policies(
        chargeLeadMinutes,
        retryDays,
        chargesPerDayMax,
        finalAct,
        graceDays,
        catchUp,
        catchUpPeriodsMax,
        trialNoticeDays == 0 ? TRIAL_NOTICE_DAYS_USUAL : trialNoticeDays,
        renewalNoticeDays == 0 ? RENEWAL_NOTICE_DAYS_USUAL : renewalNoticeDays);
  }

  /** These policies, with what somebody asked for in place of the fields they named. */
  public Policies with(Overrides overrides) {
    return new Policies(
        Objects.requireNonNullElse(overrides.chargeLeadMinutes(), chargeLeadMinutes),
        Objects.requireNonNullElse(overrides.retryDays(), retryDays),
        Objects.requireNonNullElse(overrides.chargesPerDayMax(), chargesPerDayMax),
        Objects.requireNonNullElse(overrides.finalAct(), finalAct),
        Objects.requireNonNullElse(overrides.graceDays(), graceDays),
        Objects.requireNonNullElse(overrides.catchUp(), catchUp),
        Objects.requireNonNullElse(overrides.catchUpPeriodsMax(), catchUpPeriodsMax),
        Objects.requireNonNullElse(overrides.trialNoticeDays(), trialNoticeDays),
        Objects.requireNonNullElse(overrides.renewalNoticeDays(), renewalNoticeDays));
  }

  /** What a merchant or a request asks for: absent fields leave things as they are. */
  public record Overrides(
      @Nullable Integer chargeLeadMinutes,
      @Nullable List<Integer> retryDays,
      @Nullable Integer chargesPerDayMax,
      @Nullable FinalAct finalAct,
      @Nullable Integer graceDays,
      @Nullable CatchUp catchUp,
      @Nullable Integer catchUpPeriodsMax,
      @Nullable Integer trialNoticeDays,
      @Nullable Integer renewalNoticeDays) {

    /** Asks for nothing. */
    public static final Overrides NONE =
        new Overrides(null, null, null, null, null, null, null, null, null);
  }
}
