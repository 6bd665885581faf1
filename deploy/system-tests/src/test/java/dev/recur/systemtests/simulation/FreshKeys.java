package dev.recur.systemtests.simulation;

import dev.recur.billing.channel.ChannelOrder;
import dev.recur.billing.channel.ChannelReply;
import dev.recur.billing.channel.PaymentChannel;
import java.time.Duration;
import java.time.Instant;

/** A broken channel adapter: a key of its own for every time an order is presented. */
final class FreshKeys implements PaymentChannel {

  private final PaymentChannel channel;
  private int presented;

  FreshKeys(PaymentChannel channel) {
    this.channel = channel;
  }

  @Override
  public ChannelReply charge(ChannelOrder order, Duration deadline) {
    return channel.charge(under(order), deadline);
  }

  @Override
  public ChannelReply refund(ChannelOrder order, Duration deadline) {
    return channel.refund(under(order), deadline);
  }

  @Override
  public ChannelReply inquire(String key, Instant at, Duration deadline) {
    return channel.inquire(key, at, deadline);
  }

  private ChannelOrder under(ChannelOrder order) {
    return new ChannelOrder(
        order.key() + "#" + ++presented,
        order.subscriptionId(),
        order.clientId(),
        order.paymentId(),
        order.purpose(),
        order.period(),
        order.amountMinor(),
        order.currency(),
        order.paymentMethodType(),
        order.paymentMethodId(),
        order.at(),
        order.presentUntil(),
        order.sandbox(),
        order.orderAmountMinor(),
        order.orderCurrency(),
        order.settlementCurrency(),
        order.refundedPaymentId(),
        order.refundedReference(),
        order.description());
  }

  @Override
  public void close() {
    channel.close();
  }
}
