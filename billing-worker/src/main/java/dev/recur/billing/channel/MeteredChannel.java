package dev.recur.billing.channel;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * A payment channel whose answers are counted: one that does not answer any more is seen at once,
 * and not only when payments have been without an outcome for long.
 */
final class MeteredChannel implements PaymentChannel {

  private final PaymentChannel channel;
  private final MeterRegistry registry;

  MeteredChannel(PaymentChannel channel, MeterRegistry registry) {
    this.channel = channel;
    this.registry = registry;
  }

  @Override
  public ChannelReply charge(ChannelOrder order, Duration deadline) {
    return metered("charge", () -> channel.charge(order, deadline));
  }

  @Override
  public ChannelReply refund(ChannelOrder order, Duration deadline) {
    return metered("refund", () -> channel.refund(order, deadline));
  }

  @Override
  public ChannelReply inquire(String key, Instant at, Duration deadline) {
    return metered("inquire", () -> channel.inquire(key, at, deadline));
  }

  @Override
  public void close() {
    channel.close();
  }

  private ChannelReply metered(String call, Supplier<ChannelReply> asked) {
    Timer.Sample begun = Timer.start(registry);
    ChannelReply reply = asked.get();
    begun.stop(
        Timer.builder("recur.channel.answers")
            .description("What the payment channel answered, and how long it took")
            .tag("call", call)
            .tag("outcome", reply.outcome().name().toLowerCase(Locale.ROOT))
            .register(registry));
    return reply;
  }
}
