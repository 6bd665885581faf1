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
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
  private final Readers readers;

  AuthorisationController(
      Subscriptions subscriptions,
      OfferPages offers,
      Commands commands,
      BuyerLinks links,
      Readers readers) {
    this.subscriptions = subscriptions;
    this.offers = offers;
    this.commands = commands;
    this.links = links;
    this.readers = readers;
  }

  /** A buyer before an offer. */
  private record Asked(SubscriptionView view, String token, Reader reader) {}

  @Get
  @Produces(MediaType.TEXT_HTML)
  HttpResponse<?> show(String subscriptionId, String token, HttpRequest<?> request) {
    return opened(
        subscriptionId,
        token,
        request,
        asked -> Pages.page(HttpStatus.OK, model(asked, null), asked.view()));
  }

  @Post(value = "/approve", consumes = MediaType.ALL)
  @Produces({MediaType.TEXT_HTML, MediaType.ALL})
  HttpResponse<?> approve(String subscriptionId, String token, HttpRequest<?> request) {
    return opened(
        subscriptionId,
        token,
        request,
        asked -> {
          if (asked.view().lifecycle() != Lifecycle.INCOMPLETE) {
            // What is decided stays so, whatever a repeat says; none of it goes any further.
            return approve(asked, Approval.NOTHING);
          }
          try {
            Approval approval = Approval.read(request);
            return offers
                .methods(asked.reader().words(), asked.view())
                .objection(approval, asked.reader().browser())
                .<HttpResponse<?>>map(problem -> tryAgain(asked, new Problem(problem, null)))
                .orElseGet(() -> approve(asked, approval));
          } catch (InvalidInputException invalid) {
            return tryAgain(
                asked,
                new Problem(asked.reader().words().say("problem.unreadable"), invalid.inWords()));
          }
        });
  }

  private HttpResponse<?> approve(Asked asked, Approval approval) {
    Command command =
        new Command.Approve(
            asked.view().clientId(),
            asked.view().subscriptionId(),
            approval.paymentMethodType(),
            approval.paymentMethodId());
    return decide(asked, command, "approved");
  }

  @Post(value = "/decline", consumes = MediaType.ALL)
  @Produces({MediaType.TEXT_HTML, MediaType.ALL})
  HttpResponse<?> decline(String subscriptionId, String token, HttpRequest<?> request) {
    return opened(
        subscriptionId,
        token,
        request,
        asked ->
            decide(
                asked, new Command.Decline(asked.view().clientId(), subscriptionId), "declined"));
  }

  private HttpResponse<?> decide(Asked asked, Command command, String decision) {
    SubscriptionView view = asked.view();
    boolean browser = asked.reader().browser();
    return switch (commands.ask(command)) {
      case Reply.Decided decided when decided.accepted() ->
          browser
              ? Pages.backTo(view.redirectUrl())
              : Programs.decided(view.subscriptionId(), decision);
      case Reply.Decided refused ->
          browser
              ? refusal(asked, refused.message())
              : Programs.notDecided(HttpStatus.CONFLICT, refused.message());
      case Reply.Underway _, Reply.Undecided _ -> Programs.notKnownYet(asked.reader());
    };
  }

  /** Nothing was decided, and the buyer can still decide. */
  private HttpResponse<?> tryAgain(Asked asked, Problem problem) {
    return asked.reader().browser()
        ? Pages.page(HttpStatus.BAD_REQUEST, model(asked, problem), asked.view())
        : Programs.notDecided(
            HttpStatus.BAD_REQUEST, Objects.requireNonNullElse(problem.detail(), problem.text()));
  }

  private PageModel model(Asked asked, @Nullable Problem problem) {
    return offers.model(asked.reader().words(), asked.view(), asked.token(), problem);
  }

  /** Does what an address is good for. */
  private HttpResponse<?> opened(
      String subscriptionId,
      String token,
      HttpRequest<?> request,
      Function<Asked, HttpResponse<?>> action) {
    return known(subscriptionId, token)
        .<HttpResponse<?>>map(
            view -> action.apply(new Asked(view, token, readers.buyerOf(subscriptionId, request))))
        .orElseGet(
            () ->
                subscriptions.isCaughtUp()
                    ? Programs.saying(HttpStatus.NOT_FOUND, "noOffer", Readers.stranger(request))
                    : Programs.notKnownYet(Readers.stranger(request)));
  }

  /** The subscription, where the token is its own. */
  private Optional<SubscriptionView> known(String subscriptionId, String token) {
    return Identity.isSubscriptionId(subscriptionId) && links.isTokenOf(subscriptionId, token)
        ? Optional.ofNullable(subscriptions.find(subscriptionId))
        : Optional.empty();
  }

  /** The worker's word counts where the read side is behind it. */
  private HttpResponse<?> refusal(Asked asked, String detail) {
    SubscriptionView now =
        Objects.requireNonNullElse(subscriptions.find(asked.view().subscriptionId()), asked.view());
    Wording words = asked.reader().words();
    PageModel model = offers.model(words, now, asked.token(), null);
    return Pages.page(
        HttpStatus.CONFLICT,
        model.decideUrl() == null
            ? model
            : model.closed(
                words.say("offer.REFUSED.title"),
                words.say("offer.REFUSED.text"),
                detail,
                now.redirectUrl()),
        now);
  }
}
