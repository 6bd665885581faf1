package dev.recur.service.gateway;

import dev.recur.schemas.id.Identity;
import dev.recur.schemas.id.Origin;
import dev.recur.service.command.Command;
import dev.recur.service.command.Commands;
import dev.recur.service.command.Reply;
import dev.recur.service.gateway.wire.Answer;
import dev.recur.service.gateway.wire.CancelRequest;
import dev.recur.service.input.Fields;
import dev.recur.service.read.MerchantProfile;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code subscriptions/cancel}, by either id. */
@Singleton
final class CancelOperation implements Operation {

  private final Commands commands;

  CancelOperation(Commands commands) {
    this.commands = commands;
  }

  @Override
  public String path() {
    return "subscriptions/cancel";
  }

  @Override
  public Answer answer(MerchantProfile caller, Fields body) {
    CancelRequest request = CancelRequest.read(body);
    String subscriptionId = request.subscriptionId();
    if (subscriptionId == null) {
      return new Answer.Plain(Results.of(cancelByRequestId(caller, request)));
    }
    requireOne(caller, Ids.subscription(subscriptionId), request.subscriptionRequestId(), body);
    return new Answer.Plain(Results.of(cancel(caller, subscriptionId, request)));
  }

  /** What is ended cannot be begun again, so nobody guesses which of two subscriptions is meant. */
  private static void requireOne(
      MerchantProfile caller, String subscriptionId, @Nullable String requestId, Fields body) {
    boolean isOne =
        requestId == null
            || Stream.of(Origin.values())
                .map(origin -> Identity.subscriptionId(origin, caller.clientId(), requestId))
                .anyMatch(subscriptionId::equals);
    if (!isOne) {
      throw body.refuse(
          "subscriptionRequestId",
          "is not that of the subscription with this subscriptionId: send one of them.");
    }
  }

  /**
   * Webhooks and inquiries name a subscription by the id of its request, whichever call that was:
   * the worker is asked call by call, create first, until it knows one. It alone knows surely that
   * there is none, but for a change that waits at the subscription which it takes over from; this
   * instance may be a moment behind. A repeat reaches the same subscription.
   */
  private Reply cancelByRequestId(MerchantProfile caller, CancelRequest request) {
    String requestId = Objects.requireNonNull(request.subscriptionRequestId());
    Reply reply = null;
    for (Origin origin : Origin.values()) {
      reply =
          cancel(caller, Identity.subscriptionId(origin, caller.clientId(), requestId), request);
      if (!Results.isNoSubscription(reply)) {
        break;
      }
    }
    return Objects.requireNonNull(reply, "there are origins");
  }

  private Reply cancel(MerchantProfile caller, String subscriptionId, CancelRequest request) {
    return commands.ask(
        new Command.Cancel(caller.clientId(), subscriptionId, request.cancellationType()));
  }
}
