package dev.recur.billing.topology;

import dev.recur.billing.domain.Event;
import dev.recur.billing.domain.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;

/**
 * One decision, encoded and measured: all that is left is to put and to forward it, and neither can
 * fail for a reason that lies in the record.
 *
 * @param change what to put; empty when nothing happened
 * @param outgoing what to forward, in order
 * @param events what happened
 */
record Step(Optional<Change> change, List<Outgoing> outgoing, List<Event> events) {
  /** Nothing to put and nothing to forward. */
  static final Step NOTHING = new Step(Optional.empty(), List.of(), List.of());

  Step {
    outgoing = List.copyOf(outgoing);
    events = List.copyOf(events);
  }

  /**
   * Whether the record of which it was made is known again by what it puts: by an id, or since the
   * subscription is where the record would bring it. If it came once more, nothing would happen.
   */
  boolean isKnownAgain() {
    return change.isPresent() && events.stream().allMatch(Step::isKnownAgain);
  }

  private static boolean isKnownAgain(Event event) {
    return switch (event) {
      // The same may be asked for once more under its id, and be granted.
      case Event.CommandRefused _,
          // Of whatever is held, or parked, when it is decided.
          Event.HeldCyclesDecided _,
          Event.Released _,
          // It may park again what was released meanwhile; or it met a fault that is mended by
          // then.
          Event.Parked _,
          // Asked for again while it is under way.
          Event.ChangeStarted _ ->
          false;
      case Event.Created _,
          Event.Approved _,
          Event.Declined _,
          Event.AuthorisationExpired _,
          Event.PeriodStarted _,
          Event.TrialEnding _,
          Event.RenewalUpcoming _,
          Event.PeriodWaived _,
          Event.ChargeRequested _,
          Event.ChargeSucceeded _,
          Event.ChargeDeclined _,
          Event.ChargeUnresolved _,
          Event.InquiryRequested _,
          Event.ChargePresentedAgain _,
          Event.PaymentFailed _,
          Event.RenewalCancelled _,
          Event.Canceled _,
          Event.Ended _,
          Event.PeriodSkipped _,
          Event.CatchUpDecided _,
          Event.Updated _,
          Event.UpdateTookEffect _,
          Event.Paused _,
          Event.Resumed _,
          Event.MethodReplaced _,
          Event.ChangeAbandoned _,
          Event.Changed _,
          Event.ChargeSurplus _,
          Event.RefundRequested _,
          Event.RefundSucceeded _,
          Event.RefundFailed _,
          Event.RefundUnresolved _,
          Event.RefundInquiryRequested _,
          Event.RefundPresentedAgain _ ->
          true;
    };
  }

  /**
   * What to put.
   *
   * @param after the subscription's state
   * @param bytes the same, encoded
   * @param dueAt the time under which the due index is to hold it
   * @param beside what else is known now, for the stores beside the state
   */
  record Change(State.Existing after, Bytes bytes, Optional<Instant> dueAt, List<Beside> beside) {
    Change {
      beside = List.copyOf(beside);
    }
  }

  /**
   * One entry of a store beside the state.
   *
   * @param store its name
   * @param key under the subscription's prefix
   * @param bytes the value, encoded
   */
  record Beside(String store, String key, Bytes bytes) {}

  /**
   * What to forward.
   *
   * @param sink name of the sink node
   * @param key the record's key
   * @param value the record's value, encoded
   * @param event CloudEvents identity, on public topics
   */
  record Outgoing(String sink, String key, Bytes value, Optional<PublicEvent> event) {}

  /**
   * CloudEvents identity of a record.
   *
   * @param id the same when the record is written again
   * @param type what kind of event
   */
  record PublicEvent(String id, String type) {}
}
