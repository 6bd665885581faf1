package dev.recur.billing.domain;

import java.util.Optional;

/** What a payment channel can say of one attempt. */
public sealed interface ChannelOutcome {
  /**
   * Charged.
   *
   * @param reference the channel's own id
   */
  record Succeeded(Optional<String> reference) implements ChannelOutcome {}

  /**
   * Not charged.
   *
   * @param code the channel's reason
   * @param hard true when this method is not to be tried again
   */
  record Declined(String code, boolean hard) implements ChannelOutcome {}

  /**
   * Not final.
   *
   * @param pending true when the channel works on it, false when nothing is known
   */
  record NotFinal(boolean pending) implements ChannelOutcome {}

  /** The channel has never seen the key. */
  record NotFound() implements ChannelOutcome {}
}
