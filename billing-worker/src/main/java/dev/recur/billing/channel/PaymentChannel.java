package dev.recur.billing.channel;

import dev.recur.schemas.avro.ChargeOutcome;
import java.time.Duration;
import java.time.Instant;

/**
 * A payment channel. Each call carries an idempotency key: the same key moves money once, however
 * often it is presented, as long as the channel remembers it.
 *
 * <p>{@link ChargeOutcome#REFUSED} is said of an order that was read and moved nothing; whether an
 * earlier call under the same key did is another question, which {@link #inquire} answers.
 *
 * <p>No call throws for what the channel does or does not say: an answer that did not come within
 * the deadline, or cannot be understood, is {@link ChannelReply#unknown}.
 */
public interface PaymentChannel extends AutoCloseable {

  /**
   * Asks for money.
   *
   * @param deadline how long the answer may take, everything included
   */
  ChannelReply charge(ChannelOrder order, Duration deadline);

  /**
   * Gives money back.
   *
   * @param deadline how long the answer may take, everything included
   */
  ChannelReply refund(ChannelOrder order, Duration deadline);

  /**
   * Asks what became of a key.
   *
   * @param key the key that was presented
   * @param at the time on the subscription's clock
   * @param deadline how long the answer may take, everything included
   */
  ChannelReply inquire(String key, Instant at, Duration deadline);

  @Override
  void close();
}
