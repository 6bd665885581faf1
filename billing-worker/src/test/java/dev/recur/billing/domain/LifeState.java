package dev.recur.billing.domain;

import static dev.recur.billing.domain.DueKind.ANNOUNCE;
import static dev.recur.billing.domain.DueKind.BOUNDARY;
import static dev.recur.billing.domain.DueKind.CHANGE_OVERDUE;
import static dev.recur.billing.domain.DueKind.CHARGE;
import static dev.recur.billing.domain.DueKind.CHARGE_MISSED;
import static dev.recur.billing.domain.DueKind.EXPIRE;
import static dev.recur.billing.domain.DueKind.FINAL_ACT;
import static dev.recur.billing.domain.DueKind.GIVE_UP;
import static dev.recur.billing.domain.DueKind.GIVE_UP_REFUND;
import static dev.recur.billing.domain.DueKind.INQUIRE;
import static dev.recur.billing.domain.DueKind.INQUIRE_REFUND;
import static dev.recur.billing.domain.DueKind.RESUME;
import static dev.recur.billing.domain.DueKind.RETRY;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The states of the table in {@code deploy/docs/states.md}: every {@link State} is in exactly one
 * of them, the first that fits.
 */
enum LifeState {
  UNBORN("Unborn", "nothing was asked for yet"),
  INCOMPLETE("Incomplete", "created; the buyer has not decided"),

  UNRESOLVED(
      "Unresolved",
      "parked: the channel never said what became of a payment, and a person has to find out"),
  PARKED("Parked", "nothing is charged until a person has looked"),
  CHANGING("Changing", "a new subscription is to take its place"),
  PAUSED("Paused", "nothing is charged"),
  RENEWAL_OFF("Renewal off", "served to the end of the period"),
  IN_FLIGHT("Charge in flight", "a request is with the channel"),
  AWAITING_INQUIRY("Awaiting inquiry", "the channel's answer was not final"),
  METHOD_REFUSED("Method refused", "declined for good, until it is replaced"),
  PAYMENT_DUE("Payment due", "declined, and to be tried again"),
  PAST_DUE("Past due", "the retries are over"),
  CATCHING_UP("Catching up", "missed periods are to be charged"),
  HOLDING("Holding", "missed periods wait for approval"),
  NOT_STARTED("Not started", "agreed, before its first period"),
  TRIALING(
      "Trialing", "before the plan's own price: free, for less, or signed without being billed"),
  SELF_MANAGED("Self-managed", "the merchant triggers each charge"),
  ACTIVE("Active", "running and paid"),

  LAST_CHARGE_IN_FLIGHT("Over, charge in flight", "over; a request is with the channel"),
  LAST_CHARGE_OPEN("Over, charge open", "over; the channel's answer was not final"),
  OVER_PARKED("Over, parked", "over; a person has to look"),
  DECLINED("Declined", "the buyer did not agree"),
  EXPIRED("Expired", "the buyer did not decide in time"),
  WITHDRAWN("Withdrawn", "the merchant did not wait for the buyer"),
  TERMINATED("Terminated", "ended at once"),
  CANCELED("Canceled", "ended with a period, renewal being off"),
  COMPLETED("Completed", "the agreed end is reached"),
  CHANGED("Changed", "another subscription has taken its place");

  private final String title;
  private final String meaning;

  LifeState(String title, String meaning) {
    this.title = title;
    this.meaning = meaning;
  }

  String title() {
    return title;
  }

  String meaning() {
    return meaning;
  }

  /** What can fall due in it. */
  Set<DueKind> dues() {
    return switch (this) {
      case UNBORN, DECLINED, EXPIRED, WITHDRAWN -> Set.of();
      case INCOMPLETE -> Set.of(EXPIRE);
      case NOT_STARTED -> Set.of(BOUNDARY, ANNOUNCE);
      case UNRESOLVED -> refunding(BOUNDARY, RESUME);
      case TERMINATED, CANCELED, COMPLETED, CHANGED -> refunding();
      case LAST_CHARGE_OPEN -> refunding(INQUIRE);
      case PARKED -> refunding(BOUNDARY, RESUME, INQUIRE, GIVE_UP);
      case OVER_PARKED, LAST_CHARGE_IN_FLIGHT -> refunding(INQUIRE, GIVE_UP);
      case CHANGING -> refunding(BOUNDARY, CHANGE_OVERDUE);
      case PAUSED -> refunding(BOUNDARY, RESUME, INQUIRE, GIVE_UP);
      case RENEWAL_OFF, IN_FLIGHT -> refunding(BOUNDARY, INQUIRE, GIVE_UP);
      case AWAITING_INQUIRY -> refunding(INQUIRE, BOUNDARY);
      case METHOD_REFUSED -> refunding(BOUNDARY, FINAL_ACT);
      case PAYMENT_DUE -> refunding(RETRY, BOUNDARY, CHARGE, FINAL_ACT, ANNOUNCE);
      case PAST_DUE -> refunding(RETRY, CHARGE, CHARGE_MISSED, BOUNDARY, FINAL_ACT, ANNOUNCE);
      case CATCHING_UP -> refunding(CHARGE_MISSED, CHARGE, BOUNDARY, ANNOUNCE);
      case SELF_MANAGED -> refunding(CHARGE, BOUNDARY);
      case HOLDING, TRIALING, ACTIVE -> refunding(CHARGE, BOUNDARY, ANNOUNCE);
    };
  }

  /** These, and what can fall due wherever a refund is on its way. */
  private static Set<DueKind> refunding(DueKind... kinds) {
    Set<DueKind> all = EnumSet.of(INQUIRE_REFUND, GIVE_UP_REFUND);
    all.addAll(List.of(kinds));
    return all;
  }

  boolean isLive() {
    return EnumSet.range(UNRESOLVED, ACTIVE).contains(this);
  }

  static LifeState of(State state) {
    return switch (state) {
      case State.Unborn _ -> UNBORN;
      case State.Incomplete _ -> INCOMPLETE;
      case State.Live live -> ofLive(live);
      case State.Over over -> ofOver(over);
    };
  }

  private static LifeState ofLive(State.Live live) {
    boolean unresolved =
        live.collection().filter(c -> c.phase() instanceof Collection.Phase.Unresolved).isPresent();
    if (unresolved) {
      return UNRESOLVED;
    }
    if (live.head().parked()) {
      return PARKED;
    }
    if (live.change().isPresent()) {
      return CHANGING;
    }
    if (live.pause().isPresent()) {
      return PAUSED;
    }
    if (live.renewal() == State.Renewal.OFF) {
      return RENEWAL_OFF;
    }
    return live.dues().mayStillSucceed() ? ofOpen(live.collection().orElseThrow()) : ofOwing(live);
  }

  private static LifeState ofOpen(Collection open) {
    return open.isInFlight() ? IN_FLIGHT : AWAITING_INQUIRY;
  }

  private static LifeState ofOwing(State.Live live) {
    return switch (live.standing()) {
      case METHOD_REFUSED -> METHOD_REFUSED;
      case PAYMENT_DUE -> PAYMENT_DUE;
      case PAST_DUE -> PAST_DUE;
      case GOOD -> {
        if (!live.dues().backlog().isEmpty()) {
          yield CATCHING_UP;
        }
        if (!live.dues().held().isEmpty()) {
          yield HOLDING;
        }
        if (live.progress().current() == 0) {
          yield NOT_STARTED;
        }
        if (!live.head().terms().billing().managed()) {
          yield SELF_MANAGED;
        }
        yield LifecycleStatus.of(live) == LifecycleStatus.TRIALING ? TRIALING : ACTIVE;
      }
    };
  }

  private static LifeState ofOver(State.Over over) {
    if (over.head().parked()) {
      return OVER_PARKED;
    }
    if (over.collection().isPresent()) {
      return over.collection().get().isInFlight() ? LAST_CHARGE_IN_FLIGHT : LAST_CHARGE_OPEN;
    }
    return switch (over.ending()) {
      case DECLINED -> DECLINED;
      case EXPIRED -> EXPIRED;
      case WITHDRAWN -> WITHDRAWN;
      case TERMINATED -> TERMINATED;
      case CANCELED -> CANCELED;
      case COMPLETED -> COMPLETED;
      case CHANGED -> CHANGED;
    };
  }
}
