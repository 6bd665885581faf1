package dev.recur.service.gateway;

import dev.recur.schemas.id.Identity;
import dev.recur.schemas.id.Origin;
import dev.recur.service.command.Command;
import dev.recur.service.command.Commands;
import dev.recur.service.gateway.wire.Answer;
import dev.recur.service.gateway.wire.CancelRequest;
import dev.recur.service.input.Fields;
import dev.recur.service.read.MerchantProfile;
import jakarta.inject.Singleton;
import java.util.Objects;
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
    String subscriptionId = subscriptionId(caller, request.subscriptionId(), request);
    return new Answer.Plain(
        Results.of(
            commands.ask(
                new Command.Cancel(
                    caller.clientId(), subscriptionId, request.cancellationType()))));
  }

  private static String subscriptionId(
      MerchantProfile caller, @Nullable String subscriptionId, CancelRequest request) {
    if (subscriptionId == null) {
      return Identity.subscriptionId(
          Origin.CREATE,
          caller.clientId(),
          Objects.requireNonNull(request.subscriptionRequestId()));
    }
    return Ids.subscription(subscriptionId);
  }
}
