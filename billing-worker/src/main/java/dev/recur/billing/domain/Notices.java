package dev.recur.billing.domain;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Which charge is told ahead, and when: so many days before it falls due as the policies say, at
 * the same local time, once per period. It follows from the charge that is next as things are, so
 * it moves with it, and where none is next there is nothing to tell.
 */
final class Notices {
  private Notices() {}

  /** The announcement of a charge that is next, where there is one. */
  static Optional<Agenda.Item.Announce> of(State.Live live, Agenda.Item.Charge charge) {
    int period = charge.period();
    Policies policies = live.head().terms().policies();
    boolean endsTrial = endsTrial(live, period);
    int days = endsTrial ? policies.trialNoticeDays() : policies.renewalNoticeDays();
    if (days == 0 || isAnnounced(live, period) || goesUncharged(live, period)) {
      return Optional.empty();
    }
    Instant chargeAt = charge.dueAt();
    ZoneId zone = live.head().terms().zone();
    Instant at = chargeAt.atZone(zone).minusDays(days).toInstant();
    return at.isAfter(earliest(live, period)) && !endsBefore(live, chargeAt)
        ? Optional.of(
            new Agenda.Item.Announce(
                at, live.schedule().period(period), chargeAt, live.priceOf(period), endsTrial))
        : Optional.empty();
  }

  /** Told already, or begun: then its charge is due or waits for another one only. */
  private static boolean isAnnounced(State.Live live, int period) {
    return period <= Math.max(live.progress().announced(), live.progress().current());
  }

  private static boolean goesUncharged(State.Live live, int period) {
    return live.priceOf(period).isZero() || (period == 1 && live.signedOnly());
  }

  /** A period stayed unpaid, and the policies end or pause the subscription before this charge. */
  private static boolean endsBefore(State.Live live, Instant chargeAt) {
    return live.dues().finalActAt().filter(act -> !act.isAfter(chargeAt)).isPresent();
  }

  /**
   * Nothing is announced a whole period ahead, nor to a buyer who has not agreed yet: the days fit
   * between the preceding period's start, or the approval, and the charge.
   */
  private static Instant earliest(State.Live live, int period) {
    Instant approvedAt = live.approvedAt();
    if (period == 1) {
      return approvedAt;
    }
    Instant preceding = live.schedule().startOf(period - 1);
    return preceding.isAfter(approvedAt) ? preceding : approvedAt;
  }

  /**
   * True for the first charge that is not nothing, and for the first one at the plan's own price. A
   * subscription that starts later is on trial until then (decision 0019).
   */
  private static boolean endsTrial(State.Live live, int period) {
    int trialThrough = live.trialThrough();
    if (period > trialThrough) {
      return period == trialThrough + 1;
    }
    for (int before = 1; before < period; before++) {
      if (!goesUncharged(live, before)) {
        return false;
      }
    }
    return true;
  }
}
