package dev.recur.systemtests.simulation;

import dev.recur.schemas.id.Identity;
import dev.recur.schemas.id.Origin;
import dev.recur.service.terms.Policies.CatchUp;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What a merchant asks for.
 *
 * @param clientId the merchant
 * @param requestId the merchant's id of the request
 * @param start when period 1 starts, in the zone its calendar is counted in
 * @param unit DAYS, WEEKS, MONTHS or YEARS
 * @param count units in a period
 * @param amountMinor price of a period, in minor units of USD
 * @param mood how the bank treats the buyer
 * @param birth how it begins, or does not
 * @param freePeriods how many periods are free
 * @param managed false when the merchant triggers the charges
 * @param onTestClock true when it lives on the run's test clock
 * @param notifiesBuyer true when the buyer is written to
 * @param catchUp what becomes of periods that an outage passed over
 * @param acts what is asked of it on the way, in the order of time
 */
record Plan(
    String clientId,
    String requestId,
    ZonedDateTime start,
    ChronoUnit unit,
    int count,
    long amountMinor,
    Mood mood,
    Birth birth,
    int freePeriods,
    boolean managed,
    boolean onTestClock,
    boolean notifiesBuyer,
    CatchUp catchUp,
    List<Act> acts) {

  Plan {
    acts = List.copyOf(acts);
  }

  /** How a subscription begins, or does not. */
  enum Birth {
    APPROVED,
    DECLINED,
    FORGOTTEN
  }

  /** How the bank treats a buyer. */
  enum Mood {
    PAYS("ok", 3),
    DECLINES_FIRST("decline_then_ok:1", 7),
    DECLINES_TWICE("decline_then_ok:2", 14),
    PENDS_SHORTLY("pending:90", 3),
    PENDS_LONG("pending:1200", 3),
    UNKNOWN("unknown_then_ok", 3),
    SILENT("timeout", 3),
    HAS_NOTHING("decline_insufficient_funds", Integer.MAX_VALUE),
    STOLEN("decline_stolen", Integer.MAX_VALUE);

    private final String methodId;
    private final int paysWithinDays;

    Mood(String methodId, int paysWithinDays) {
      this.methodId = methodId;
      this.paysWithinDays = paysWithinDays;
    }

    String methodId() {
      return methodId;
    }
  }

  /**
   * True when every period is paid in the end, also with outages: its retries end where the next
   * period's charge falls due.
   */
  boolean isSurelyPaid() {
    return unit.getDuration().toDays() * count >= mood.paysWithinDays;
  }

  /** True when it goes by itself, and nothing is asked of it but to begin and, at last, to end. */
  boolean isPlain() {
    return managed && acts.isEmpty();
  }

  String subscriptionId() {
    return Identity.subscriptionId(Origin.CREATE, clientId, requestId);
  }

  /** True for a merchant that charges by itself but for the first period. */
  boolean billsAtSigning() {
    return !managed && amountMinor % 2 != 0;
  }
}
