package dev.recur.service.page;

import dev.recur.schemas.id.Identity;
import dev.recur.service.command.Command;
import dev.recur.service.command.Commands;
import dev.recur.service.command.Reply;
import dev.recur.service.input.InvalidInputException;
import dev.recur.service.read.Lifecycle;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.read.Subscriptions;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Optional;

/**
 * The page on which the buyer approves or declines. The address, which only the buyer was sent to,
 * is all it takes. Programs may decide in the buyer's place with the same two POSTs; who asks for
 * HTML is a browser.
 */
@Controller("/authorise/{subscriptionId}/{token}")
@ExecuteOn(TaskExecutors.VIRTUAL)
final class AuthorisationController {

  private final Subscriptions subscriptions;
  private final OfferPages offers;
  private final Commands commands;
  private final BuyerLinks links;

  AuthorisationController(
      Subscriptions subscriptions, OfferPages offers, Commands commands, BuyerLinks links) {
    this.subscriptions = subscriptions;
    this.offers = offers;
    this.commands = commands;
    this.links = links;
  }

  @Get
  @Produces(MediaType.TEXT_HTML)
  HttpResponse<?> show(String subscriptionId, String token) {
    return known(subscriptionId, token)
        .<HttpResponse<?>>map(
            view -> Pages.page(HttpStatus.OK, offers.model(view, token, null), view))
        .orElseGet(() -> unknown(true));
  }

  @Post(value = "/approve", consumes = MediaType.ALL)
  @Produces({MediaType.TEXT_HTML, MediaType.ALL})
  HttpResponse<?> approve(String subscriptionId, String token, HttpRequest<?> request) {
    boolean browser = Programs.isBrowser(request);
    Optional<SubscriptionView> known = known(subscriptionId, token);
    if (known.isEmpty()) {
      return unknown(browser);
    }
    SubscriptionView view = known.get();
    if (view.lifecycle() != Lifecycle.INCOMPLETE) {
      // What is decided stays so, whatever a repeat says; none of it goes any further.
      return approve(view, token, Approval.NOTHING, browser);
    }
    try {
      Approval approval = Approval.read(request);
      return offers
          .methods(view)
          .objection(approval, browser)
          .<HttpResponse<?>>map(problem -> tryAgain(view, token, browser, problem))
          .orElseGet(() -> approve(view, token, approval, browser));
    } catch (InvalidInputException invalid) {
      return tryAgain(view, token, browser, invalid.inWords());
    }
  }

  private HttpResponse<?> approve(
      SubscriptionView view, String token, Approval approval, boolean browser) {
    Command command =
        new Command.Approve(
            view.clientId(),
            view.subscriptionId(),
            approval.paymentMethodType(),
            approval.paymentMethodId());
    return decide(view, token, command, "approved", browser);
  }

  @Post(value = "/decline", consumes = MediaType.ALL)
  @Produces({MediaType.TEXT_HTML, MediaType.ALL})
  HttpResponse<?> decline(String subscriptionId, String token, HttpRequest<?> request) {
    boolean browser = Programs.isBrowser(request);
    return known(subscriptionId, token)
        .<HttpResponse<?>>map(
            view ->
                decide(
                    view,
                    token,
                    new Command.Decline(view.clientId(), subscriptionId),
                    "declined",
                    browser))
        .orElseGet(() -> unknown(browser));
  }

  private HttpResponse<?> decide(
      SubscriptionView view, String token, Command command, String decision, boolean browser) {
    String subscriptionId = view.subscriptionId();
    return switch (commands.ask(command)) {
      case Reply.Decided decided when decided.accepted() ->
          browser ? Pages.backTo(view.redirectUrl()) : Programs.decided(subscriptionId, decision);
      case Reply.Decided refused ->
          browser
              ? known(subscriptionId, token)
                  .<HttpResponse<?>>map(now -> refusal(now, token, refused.message()))
                  .orElseGet(() -> unknown(true))
              : Programs.notDecided(HttpStatus.CONFLICT, refused.message());
      case Reply.Underway _, Reply.Undecided _ -> Programs.notKnownYet(browser);
    };
  }

  /** Nothing was decided, and the buyer can still decide. */
  private HttpResponse<?> tryAgain(
      SubscriptionView view, String token, boolean browser, String problem) {
    return browser
        ? Pages.page(HttpStatus.BAD_REQUEST, offers.model(view, token, problem), view)
        : Programs.notDecided(HttpStatus.BAD_REQUEST, problem);
  }

  /** The subscription, where the token is its own. */
  private Optional<SubscriptionView> known(String subscriptionId, String token) {
    return Identity.isSubscriptionId(subscriptionId) && links.isTokenOf(subscriptionId, token)
        ? Optional.ofNullable(subscriptions.find(subscriptionId))
        : Optional.empty();
  }

  private HttpResponse<?> unknown(boolean browser) {
    if (!subscriptions.isCaughtUp()) {
      return Programs.notKnownYet(browser);
    }
    return Programs.saying(
        HttpStatus.NOT_FOUND,
        "Nothing here",
        "There is no offer at this address. Check the link you were given.",
        browser);
  }

  /** The worker's word counts where the read side is behind it. */
  private HttpResponse<?> refusal(SubscriptionView view, String token, String message) {
    PageModel model = offers.model(view, token, null);
    return Pages.page(
        HttpStatus.CONFLICT,
        model.decideUrl() == null
            ? model
            : model.closed("Not possible any more", message, view.redirectUrl()),
        view);
  }
}
