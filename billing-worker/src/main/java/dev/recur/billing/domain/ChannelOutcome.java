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
   * The channel will not have the request. Says nothing of any other request under the same key.
   *
   * @param code the channel's reason
   */
  record Refused(String code) implements ChannelOutcome {
    /** What a refusal comes to, where it is known that nothing else was asked under the key. */
    Declined asDecline() {
      return new Declined(code, false);
    }
  }

  /**
   * Not final.
   *
   * @param pending true when the channel works on it, false when nothing is known
   */
  record NotFinal(boolean pending) implements ChannelOutcome {}

  /** The channel has never seen the key. */
  record NotFound() implements ChannelOutcome {}
}
