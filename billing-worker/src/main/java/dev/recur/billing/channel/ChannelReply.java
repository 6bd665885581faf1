package dev.recur.billing.channel;

import dev.recur.schemas.avro.ChargeOutcome;
import java.util.Optional;

/**
 * What a channel said.
 *
 * @param outcome in the words of the topic
 * @param reference the channel's own id
 * @param code its reason, at most 64 characters
 * @param message its reason in words, at most 256 characters
 */
public record ChannelReply(
    ChargeOutcome outcome,
    Optional<String> reference,
    Optional<String> code,
    Optional<String> message) {
  private static final int REFERENCE_LENGTH_MAX = 256;
  private static final int CODE_LENGTH_MAX = 64;
  private static final int MESSAGE_LENGTH_MAX = 256;

  public ChannelReply {
    reference = reference.map(text -> cut(text, REFERENCE_LENGTH_MAX));
    code = code.map(text -> cut(text, CODE_LENGTH_MAX));
    message = message.map(text -> cut(text, MESSAGE_LENGTH_MAX));
  }

  /** Nothing is known: the key has to be inquired about. */
  public static ChannelReply unknown(String why) {
    return new ChannelReply(
        ChargeOutcome.UNKNOWN, Optional.empty(), Optional.empty(), Optional.of(why));
  }

  /** The key was not presented while it was time, and will not be: no money moves under it. */
  static ChannelReply neverPresented() {
    return new ChannelReply(
        ChargeOutcome.DECLINED_SOFT,
        Optional.empty(),
        Optional.of("never_presented"),
        Optional.of("the request was read too late to be presented"));
  }

  /** The channel will not have this request, whatever is tried. */
  static ChannelReply refused(String why) {
    return new ChannelReply(
        ChargeOutcome.REFUSED, Optional.empty(), Optional.of("refused"), Optional.of(why));
  }

  private static String cut(String text, int lengthMax) {
    return text.length() <= lengthMax ? text : text.substring(0, lengthMax);
  }
}
