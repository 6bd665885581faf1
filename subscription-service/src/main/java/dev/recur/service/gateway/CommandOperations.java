package dev.recur.service.gateway;

import dev.recur.service.command.Command;
import dev.recur.service.command.Commands;
import dev.recur.service.gateway.wire.Answer;
import dev.recur.service.gateway.wire.PauseRequest;
import dev.recur.service.gateway.wire.ResumeRequest;
import dev.recur.service.gateway.wire.UpdateRequest;
import dev.recur.service.input.Fields;
import dev.recur.service.read.MerchantProfile;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/**
 * The calls that are one command to one subscription and are answered with nothing but the result.
 * Whether what is asked for makes sense is the worker's to say.
 */
@Factory
final class CommandOperations {

  private final Commands commands;

  CommandOperations(Commands commands) {
    this.commands = commands;
  }

  /** Makes the command from a request; refuses one that cannot be read. */
  @FunctionalInterface
  private interface Reading {
    Command command(String clientId, Fields body);
  }

  private record CommandOperation(String path, Commands commands, Reading reading)
      implements Operation {

    @Override
    public Answer answer(MerchantProfile caller, Fields body) {
      return new Answer.Plain(Results.of(commands.ask(reading.command(caller.clientId(), body))));
    }
  }

  @Singleton
  Operation update() {
    return new CommandOperation(
        "subscriptions/update",
        commands,
        (clientId, body) -> {
          UpdateRequest request = UpdateRequest.read(body);
          return new Command.Update(
              clientId, Ids.subscription(request.subscriptionId()), request.terms());
        });
  }

  @Singleton
  Operation pause() {
    return new CommandOperation(
        "subscriptions/pause",
        commands,
        (clientId, body) -> {
          PauseRequest request = PauseRequest.read(body);
          return new Command.Pause(
              clientId,
              Ids.subscription(request.subscriptionId()),
              request.subscriptionUpdateRequestId(),
              request.resumeTime());
        });
  }

  @Singleton
  Operation resume() {
    return new CommandOperation(
        "subscriptions/resume",
        commands,
        (clientId, body) -> {
          ResumeRequest request = ResumeRequest.read(body);
          return new Command.Resume(
              clientId,
              Ids.subscription(request.subscriptionId()),
              request.subscriptionUpdateRequestId());
        });
  }
}
