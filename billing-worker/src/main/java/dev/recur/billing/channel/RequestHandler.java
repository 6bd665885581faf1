package dev.recur.billing.channel;

import dev.recur.schemas.avro.ChannelOperation;
import dev.recur.schemas.avro.ChargeRequest;
import dev.recur.schemas.avro.ChargeResult;
import dev.recur.schemas.avro.Money;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** One charge request and its one result. */
final class RequestHandler {
  private final PaymentChannel channel;
  private final Duration deadline;
  private final InstantSource clock;

  /**
   * @param deadline how long the channel may take to answer
   * @param clock real time: a key's time to be presented runs on it
   */
  RequestHandler(PaymentChannel channel, Duration deadline, InstantSource clock) {
    this.channel = channel;
    this.deadline = deadline;
    this.clock = clock;
  }

  ChargeResult handle(ChargeRequest request) {
    ChannelReply reply =
        switch (request.getOperation()) {
          case CHARGE, REFUND -> present(request);
          case INQUIRE -> channel.inquire(request.getKey(), request.getAt(), deadline);
          // Written by a later release: to go on would leave the request without its result.
          case UNKNOWN ->
              throw new IllegalStateException(
                  "charge.requests asks for an operation that this release does not know: roll out"
                      + " the channel's readers before the writers");
        };
    return result(request, reply);
  }

  private ChannelReply present(ChargeRequest request) {
    if (!clock.instant().isBefore(request.getPresentUntil())) {
      // The channel may have forgotten the key: from now on it is only asked about.
      return channel.inquire(request.getKey(), request.getAt(), deadline);
    }
    ChannelOrder order = order(request);
    return request.getOperation() == ChannelOperation.REFUND
        ? channel.refund(order, deadline)
        : channel.charge(order, deadline);
  }

  private ChargeResult result(ChargeRequest request, ChannelReply reply) {
    return ChargeResult.newBuilder()
        .setKey(request.getKey())
        .setSubscriptionId(request.getSubscriptionId())
        .setPaymentId(request.getPaymentId())
        .setOperation(request.getOperation())
        .setInquiry(request.getInquiry())
        .setOutcome(reply.outcome())
        .setChannelReference(reply.reference().orElse(null))
        .setCode(reply.code().orElse(null))
        .setMessage(reply.message().orElse(null))
        .setAnsweredAt(clock.instant())
        .build();
  }

  private static ChannelOrder order(ChargeRequest request) {
    Optional<Money> orderAmount = Optional.ofNullable(request.getOrderAmount());
    return new ChannelOrder(
        request.getKey(),
        request.getSubscriptionId(),
        request.getClientId(),
        request.getPaymentId(),
        request.getPurpose().getKind().name(),
        Optional.ofNullable(request.getPurpose().getPeriod()),
        request.getAmount().getAmountMinor(),
        request.getAmount().getCurrency(),
        request.getPaymentMethod().getType(),
        Optional.ofNullable(request.getPaymentMethod().getId()),
        request.getAt(),
        request.getPresentUntil(),
        request.getSandbox(),
        orderAmount.map(Money::getAmountMinor),
        orderAmount.map(Money::getCurrency),
        Optional.ofNullable(request.getSettlementCurrency()),
        Optional.ofNullable(request.getRefundedPaymentId()),
        Optional.ofNullable(request.getRefundedReference()),
        Optional.ofNullable(request.getDescription()));
  }
}
