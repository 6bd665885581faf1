package dev.recur.service.admin;

import dev.recur.schemas.id.Identity;
import dev.recur.service.command.Command;
import dev.recur.service.command.Commands;
import dev.recur.service.command.Reply;
import dev.recur.service.input.Fields;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.read.Subscriptions;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Set;
import java.util.function.Function;

/** What a person decides about one subscription, in its merchant's name. */
@Controller(value = "/admin/subscriptions", port = "${recur.admin.port}")
@ExecuteOn(TaskExecutors.VIRTUAL)
final class SubscriptionController {

  private static final int NOTE_CHARS_MAX = 256;

  /** The worker's word for a subscription that it does not know. */
  private static final String UNKNOWN = "SUBSCRIPTION_NOT_EXIST";

  private final Subscriptions subscriptions;
  private final Commands commands;

  SubscriptionController(Subscriptions subscriptions, Commands commands) {
    this.subscriptions = subscriptions;
    this.commands = commands;
  }

  /** The periods that were held are decided. */
  @Serdeable
  record HeldCyclesDecided(String subscriptionId, boolean approved) {}

  /** Billing goes on. */
  @Serdeable
  record Released(String subscriptionId) {}

  /** Whether the periods that are held after an outage are charged. */
  @Post(value = "/{subscriptionId}/held-cycles", consumes = MediaType.ALL)
  HttpResponse<?> decideHeldCycles(String subscriptionId, HttpRequest<byte[]> request) {
    Fields body = Queries.body(request, Set.of("approve"));
    Boolean approve = body.optionalBoolean("approve");
    if (approve == null) {
      throw body.refuse("approve", "is missing: send true to charge them, or false.");
    }
    return ask(
        subscriptionId,
        clientId -> new Command.DecideHeldCycles(clientId, subscriptionId, approve),
        new HeldCyclesDecided(subscriptionId, approve));
  }

  /**
   * Lets a parked subscription go on. A note is for the ledger, and so the body may be left out.
   */
  @Post(value = "/{subscriptionId}/release", consumes = MediaType.ALL)
  HttpResponse<?> release(String subscriptionId, HttpRequest<byte[]> request) {
    String note =
        Queries.bodyOrNothing(request, Set.of("note")).optionalText("note", NOTE_CHARS_MAX);
    return ask(
        subscriptionId,
        clientId -> new Command.Release(clientId, subscriptionId, note),
        new Released(subscriptionId));
  }

  private HttpResponse<?> ask(
      String subscriptionId, Function<String, Command> command, Object done) {
    SubscriptionView view =
        Identity.isSubscriptionId(subscriptionId) ? subscriptions.find(subscriptionId) : null;
    if (view == null) {
      if (!subscriptions.isCaughtUp()) {
        throw new NotDoneException("This instance has just started and is still reading.", null);
      }
      return unknown();
    }
    return switch (commands.ask(command.apply(view.clientId()))) {
      case Reply.Decided decided when decided.accepted() -> HttpResponse.ok(done);
      case Reply.Decided refused when refused.code().equals(UNKNOWN) -> unknown();
      case Reply.Decided refused -> throw new ConflictException(refused.message());
      case Reply.Underway underway -> throw new NotDoneException(underway.message(), null);
      case Reply.Undecided _ -> throw new NotDoneException("It is not decided yet.", null);
    };
  }

  private static HttpResponse<?> unknown() {
    return HttpResponse.notFound(
        new Problem("There is no such subscription: send an id you were given."));
  }
}
