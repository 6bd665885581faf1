package dev.recur.service.gateway;

import dev.recur.schemas.id.Identity;
import dev.recur.schemas.id.Origin;
import dev.recur.service.command.Command;
import dev.recur.service.command.Commands;
import dev.recur.service.gateway.wire.Answer;
import dev.recur.service.gateway.wire.ChangeRequest;
import dev.recur.service.gateway.wire.Result;
import dev.recur.service.input.Fields;
import dev.recur.service.read.MerchantProfile;
import jakarta.inject.Singleton;

/** {@code subscriptions/change}. S says that the new subscription has taken the old one's place. */
@Singleton
final class ChangeOperation implements Operation {

  private final Commands commands;
  private final BuyerCommands buyers;

  ChangeOperation(Commands commands, BuyerCommands buyers) {
    this.commands = commands;
    this.buyers = buyers;
  }

  @Override
  public String path() {
    return "subscriptions/change";
  }

  @Override
  public Answer answer(MerchantProfile caller, Fields body) {
    ChangeRequest request = ChangeRequest.read(body);
    String subscriptionId = Ids.subscription(request.subscriptionId());
    String newId =
        Identity.subscriptionId(Origin.CHANGE, caller.clientId(), request.terms().requestId());
    Command command = new Command.Change(caller.clientId(), subscriptionId, request.terms());
    Result result =
        Results.of(buyers.change(caller, subscriptionId, newId, () -> commands.ask(command)));
    return switch (result.resultStatus()) {
      case S, U -> new Answer.Changed(result, newId);
      case F -> new Answer.Plain(result);
    };
  }
}
