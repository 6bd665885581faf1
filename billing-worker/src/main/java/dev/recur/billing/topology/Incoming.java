package dev.recur.billing.topology;

import dev.recur.billing.domain.Answer;
import dev.recur.billing.domain.ClockId;
import dev.recur.billing.domain.Input;
import dev.recur.schemas.avro.ChargeResult;
import dev.recur.schemas.avro.SubscriptionCommand;
import java.time.Instant;

/** What a record of a source topic turned out to be. */
sealed interface Incoming {
  /** A command that the domain decides. */
  record Command(String subscriptionId, Input.Command input, SubscriptionCommand record)
      implements Incoming {}

  /** A command that cannot be decided; its sender is told why. */
  record RefusedCommand(SubscriptionCommand record, Answer answer) implements Incoming {}

  /** A channel's answer. */
  record Result(String subscriptionId, Input.ChannelAnswer input, ChargeResult record)
      implements Incoming {}

  /**
   * A test clock is sent forward.
   *
   * @param outage true when it jumps there
   */
  record Tick(ClockId.Test clock, Instant to, boolean outage) implements Incoming {}

  /**
   * Nothing that can be read: a dead letter.
   *
   * @param withheld true when the letter must not repeat what the record says
   */
  record Unreadable(String reason, boolean withheld) implements Incoming {
    Unreadable(String reason) {
      this(reason, false);
    }
  }
}
