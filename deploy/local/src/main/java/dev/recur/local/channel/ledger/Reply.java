package dev.recur.local.channel.ledger;

import org.jspecify.annotations.Nullable;

/** What the channel does about a request. */
public sealed interface Reply {

  /**
   * It answers.
   *
   * @param key the key the answer is about
   * @param channelReference the channel's own id, when it knows the key
   * @param code the channel's reason for a decline
   * @param message the same in words
   */
  record Answered(
      String key,
      Outcome outcome,
      @Nullable String channelReference,
      @Nullable String code,
      @Nullable String message)
      implements Reply {}

  /**
   * It keeps silent until the deadline of whoever asked is over.
   *
   * @param late what it would have said
   */
  record Silent(Answered late) implements Reply {}

  /** The key is known with other content. */
  record Conflict() implements Reply {}
}
