package dev.recur.billing.channel;

import dev.recur.schemas.avro.ChannelOperation;
import dev.recur.schemas.avro.ChargeOutcome;
import dev.recur.schemas.avro.ChargeRequest;
import dev.recur.schemas.avro.ChargeResult;
import dev.recur.schemas.avro.Money;
import dev.recur.schemas.id.KeyLifetime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** One charge request and its one result. */
public final class RequestHandler {
  private final PaymentChannel channel;
  private final Duration deadline;
  private final InstantSource clock;

  /**
   * A handler.
   *
   * @param deadline how long the channel may take to answer
   * @param clock real time: a key's time to be presented runs on it
   */
  public RequestHandler(PaymentChannel channel, Duration deadline, InstantSource clock) {
    this.channel = channel;
    this.deadline = deadline;
    this.clock = clock;
  }

  /**
   * Does what a request asks, as far as its key may still be presented.
   *
   * @return its result, whatever the channel said or did not say
   * @throws IllegalStateException when the request asks for an operation of a later release
   */
  public ChargeResult handle(ChargeRequest request) {
    ChannelReply reply =
        switch (request.getOperation()) {
          case CHARGE, REFUND -> present(request);
          case INQUIRE -> inquire(request);
          // Written by a later release: to go on would leave the request without its result.
          case UNKNOWN ->
              throw new IllegalStateException(
                  "charge.requests asks for an operation that this release does not know: roll out"
                      + " the channel's readers before the writers");
        };
    return result(request, reply);
  }

  private ChannelReply present(ChargeRequest request) {
    if (isTooLate(request)) {
      // The channel may have forgotten the key: from now on it is only asked about.
      return inquire(request);
    }
    ChannelOrder order = order(request);
    ChannelReply reply =
        request.getOperation() == ChannelOperation.REFUND
            ? channel.refund(order, deadline)
            : channel.charge(order, deadline);
    return reply.outcome() == ChargeOutcome.REFUSED ? afterRefusal(request, reply) : reply;
  }

  /**
   * What is to be made of a refusal. The same request may have been presented before, by a process
   * that did not live to write its result, and have moved money: a refusal that came of that would
   * free the way for a second key. So it is believed only of a key that the channel does not know.
   */
  private ChannelReply afterRefusal(ChargeRequest request, ChannelReply refusal) {
    ChannelReply known = channel.inquire(request.getKey(), request.getAt(), deadline);
    return switch (known.outcome()) {
      case SUCCEEDED, DECLINED_SOFT, DECLINED_HARD, PENDING -> known;
      case NOT_FOUND ->
          isRemembered(request)
              ? refusal
              : inDoubt(refusal, "the channel may have forgotten the key");
      case UNKNOWN, REFUSED -> inDoubt(refusal, "the channel does not say what became of the key");
    };
  }

  private static ChannelReply inDoubt(ChannelReply refusal, String doubt) {
    return ChannelReply.unknown(
        "refused, and %s; %s".formatted(doubt, refusal.message().orElse("no reason was given")));
  }

  /**
   * Asks what became of a key. Once it must not be presented any more and the channel has never
   * seen it, nothing was charged under it and nothing will be: that is a decline, as long as the
   * channel remembers what it saw.
   */
  private ChannelReply inquire(ChargeRequest request) {
    boolean over = isTooLate(request);
    ChannelReply known = channel.inquire(request.getKey(), request.getAt(), deadline);
    return over && known.outcome() == ChargeOutcome.NOT_FOUND && isRemembered(request)
        ? ChannelReply.neverPresented()
        : known;
  }

  private boolean isTooLate(ChargeRequest request) {
    return !clock.instant().isBefore(request.getPresentUntil());
  }

  /** Read after the channel has answered: it had not forgotten before that. */
  private boolean isRemembered(ChargeRequest request) {
    return KeyLifetime.isRemembered(request.getPresentUntil(), clock.instant());
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
