package dev.recur.systemtests.simulation;

import dev.recur.schemas.avro.CatchUpAct;
import dev.recur.schemas.avro.SubscriptionEvent;
import java.util.List;
import java.util.stream.Stream;

/** What happens in a run, by names: a law that nothing puts to the test is not shown by any run. */
final class Seen {

  static final String STOP = "all stops for a day and a half, or three";
  static final String STOP_OVER_MONTHS_END =
      "all stops for a day and a half over a month's end, and a subscription lives on the live clock";
  static final String JUMP = "a test clock jumps over a month's end";
  static final String DEATH = "a process dies";
  static final String IDLE_DEATH =
      "a task ends with nothing in the air, and its stores are looked at";
  static final String END = "a process is told to end";
  static final String OLD_STORES = "a task goes on from old stores and what came since";
  static final String LOST_OFFSETS = "a broker loses how far a group has read";
  static final String MOVE = "a task moves";
  static final String STANDSTILL = "a task is not looked at for minutes";
  static final String ZOMBIE_CHANNEL = "a channel's reader that is taken for dead writes";
  static final String ZOMBIE_SENDER = "a sender that is taken for dead writes";
  static final String SERVICE_DEATH = "the service dies";
  static final String BANK_DEATH = "the bank dies";
  static final String LOST_CALL = "a call to the bank is lost";
  static final String LATE_CALL = "a call to the bank is late";
  static final String LOST_ANSWER = "the bank's answer is lost";
  static final String COPY = "a command comes again";
  static final String AILMENT = "a receiver is not well";
  static final String NOBODY = "a letter comes too late";
  static final String TOO_LATE = "an offer comes too late";
  static final String REPLACED_AT_ONCE = "a refused method is replaced in the period it was for";
  static final String REPLACED_LATER = "a refused method is replaced in a later period";
  static final String REOPENED = "what had failed for good is charged otherwise";
  static final String UPDATED_UNPAID = "an update comes while a period is not decided";
  static final String UPDATED_BY_HAND = "an update comes in a period that is charged by hand";
  static final String CHARGED_AFTER_CHANGE = "a change is abandoned, and charging goes on";

  /**
   * What the README says of runs: each must be seen. A letter that comes too late ({@link #NOBODY})
   * is not among them: two thousand seeds may have none.
   */
  static final List<String> CLAIMED =
      List.of(
          STOP,
          STOP_OVER_MONTHS_END,
          JUMP,
          DEATH,
          IDLE_DEATH,
          END,
          OLD_STORES,
          LOST_OFFSETS,
          MOVE,
          STANDSTILL,
          ZOMBIE_CHANNEL,
          ZOMBIE_SENDER,
          SERVICE_DEATH,
          BANK_DEATH,
          LOST_CALL,
          LATE_CALL,
          LOST_ANSWER,
          COPY,
          AILMENT,
          TOO_LATE,
          REPLACED_AT_ONCE,
          REPLACED_LATER,
          REOPENED,
          UPDATED_UNPAID,
          UPDATED_BY_HAND,
          CHARGED_AFTER_CHANGE,
          "approved",
          "declined",
          "authorisationExpired",
          "trialEnding",
          "renewalUpcoming",
          "periodWaived",
          "periodSkipped PAUSED",
          "periodSkipped SIGN_ONLY",
          "periodSkipped METHOD_REFUSED",
          "catchUpDecided SKIP",
          "catchUpDecided CHARGE",
          "catchUpDecided HOLD",
          "heldCyclesDecided true",
          "heldCyclesDecided false",
          "chargeRequested PERIOD",
          "chargeRequested CHANGE",
          "chargeRequested MANUAL",
          "chargeRequested again",
          "chargeSucceeded",
          "chargeDeclined softly",
          "chargeDeclined hard",
          "chargeUnresolved",
          "chargePresentedAgain",
          "inquiryRequested",
          "paymentFailed",
          "updated",
          "updateTookEffect",
          "paused",
          "resumed",
          "paymentMethodReplaced",
          "refundSucceeded",
          "refundUnresolved",
          "renewalCancelled",
          "canceled",
          "changeAbandoned",
          "changed",
          "parked",
          "released",
          "commandRefused");

  private Seen() {}

  /** The name of what an event tells, and of what it tells of it. */
  static Stream<String> in(SubscriptionEvent event) {
    String name = History.nameOf(event);
    if (event.getPeriodSkipped() != null) {
      return Stream.of(name + " " + event.getPeriodSkipped().getReason());
    } else if (event.getCatchUpDecided() != null) {
      CatchUpAct act = event.getCatchUpDecided().getAct();
      return Stream.of(name + " " + act);
    } else if (event.getHeldCyclesDecided() != null) {
      return Stream.of(name + " " + event.getHeldCyclesDecided().getApproved());
    } else if (event.getChargeDeclined() != null) {
      return Stream.of(name + (event.getChargeDeclined().getHard() ? " hard" : " softly"));
    } else if (event.getChargeRequested() != null) {
      boolean again = event.getChargeRequested().getAttempt() > 1;
      var kind = event.getChargeRequested().getPayment().getPurpose().getKind();
      return Stream.of(name + " " + (again ? "again" : kind));
    }
    return Stream.of(name);
  }
}
