package dev.recur.notifier.audit.rules;

import java.util.Arrays;
import java.util.Optional;

/**
 * Something that does not add up, for ever: the ledger is never changed.
 *
 * @param what was found, in words
 */
public record Finding(Kind kind, String what) {

  /** What is broken. */
  public enum Kind {
    /** A number of the sequence is missing. */
    SEQUENCE_GAP,
    /** A number of the sequence came twice, or went back. */
    SEQUENCE_REPEATED,
    /** The subscription's time went back. */
    TIME_WENT_BACK,
    /**
     * An event that cannot be where the subscription stands: after its end, before its agreement.
     */
    OUT_OF_PLACE,
    /** A period began at another time than the calendar says, or in another order. */
    OFF_CALENDAR,
    /** A period has no outcome, and the next one has. */
    PERIOD_LEFT_OUT,
    /** A period has two final outcomes. */
    PERIOD_DECIDED_TWICE,
    /** One payment was charged twice, or one refund paid twice. */
    PAID_TWICE,
    /** Money moved that the ledger had not asked for. */
    NOT_ASKED_FOR,
    /** A second key was used while the first was not final. */
    KEY_WHILE_OPEN,
    /** An amount is another than before, in the ledger or at the channel. */
    AMOUNT_CHANGED,
    /** More of a payment went back than was paid. */
    REFUNDED_TOO_MUCH,
    /** The audit itself met a fault: this event was not checked. */
    FAULT;

    /** The kind of this name; empty where this version has none. */
    public static Optional<Kind> of(String name) {
      return Arrays.stream(values()).filter(kind -> kind.name().equals(name)).findFirst();
    }
  }
}
