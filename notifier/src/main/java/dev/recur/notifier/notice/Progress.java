package dev.recur.notifier.notice;

/**
 * How far a subscription's periods are.
 *
 * @param period number of the running period; 0 before the first
 * @param signedOnly true while the running period is the first, was not charged because the buyer
 *     only authorised, and nothing else was paid since
 */
public record Progress(int period, boolean signedOnly) {

  static final Progress NONE = new Progress(0, false);

  private static final int FIRST = 1;

  /**
   * Where authorisation leaves a subscription. A first period that starts at once, and that it is
   * not charged, are events of their own, told after the approval in the same decision: so the
   * approval already counts them, and no plain subscription is called a trial.
   *
   * @param started true when the first period starts at once
   */
  static Progress approved(boolean started, boolean signOnly) {
    return started ? new Progress(FIRST, signOnly) : NONE;
  }

  Progress inPeriod(int next) {
    return new Progress(next, signedOnly && next == FIRST);
  }

  Progress skipped(Happening.PeriodSkipped skipped) {
    return switch (skipped.reason()) {
      case SIGN_ONLY -> new Progress(Math.max(period, skipped.period()), skipped.period() == FIRST);
      case PAUSED -> inPeriod(skipped.period());
      // It ran all the same, and its start told so.
      case METHOD_REFUSED -> this;
    };
  }

  /** Money moved: whoever has paid once tries nothing any more. */
  Progress paid() {
    return new Progress(period, false);
  }

  /** True before the first period, in a period with a price of its own, and after signing only. */
  boolean isTrial(Terms terms) {
    return period == 0 || signedOnly || terms.isTrial(period);
  }
}
