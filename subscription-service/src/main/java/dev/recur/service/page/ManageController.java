package dev.recur.service.page;

import dev.recur.schemas.buyer.BuyerLink;
import dev.recur.schemas.buyer.BuyerLink.Proof;
import dev.recur.schemas.buyer.BuyerLink.Worth;
import dev.recur.schemas.id.Identity;
import dev.recur.schemas.signature.SecretBox;
import dev.recur.service.command.Command;
import dev.recur.service.command.Commands;
import dev.recur.service.command.Reply;
import dev.recur.service.input.InvalidInputException;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.read.Subscriptions;
import dev.recur.service.terms.PaymentMethod;
import io.micronaut.http.HttpParameters;
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
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The page of a subscription, for its buyer. The link in the buyer's e-mails is all it takes, so
 * nobody else's page can post here in the buyer's name. GET changes nothing: who looks at e-mails
 * before the buyer does, follows links. Programs are answered in JSON.
 */
@Controller("/subscriptions/{subscriptionId}")
@ExecuteOn(TaskExecutors.VIRTUAL)
final class ManageController {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int REQUEST_BYTES = 16;

  /** The buyer's own, so that no merchant's request is taken for it, or it for a merchant's. */
  private static final Pattern REQUEST_ID = Pattern.compile("buyer-[0-9a-f]{32}");

  private final Subscriptions subscriptions;
  private final ManagePages pages;
  private final Readers readers;
  private final Commands commands;
  private final BuyerLink links;
  private final InstantSource clock;

  ManageController(
      Subscriptions subscriptions,
      ManagePages pages,
      Readers readers,
      Commands commands,
      SecretBox secrets,
      InstantSource clock) {
    this.subscriptions = subscriptions;
    this.pages = pages;
    this.readers = readers;
    this.commands = commands;
    this.links = new BuyerLink(secrets);
    this.clock = clock;
  }

  /**
   * A buyer's request that may be done.
   *
   * @param proof what the link brought
   * @param requestId of the form; a new one where it brought none
   */
  private record Asked(SubscriptionView view, Proof proof, String requestId, Reader reader) {}

  @Get
  @Produces({MediaType.TEXT_HTML, MediaType.ALL})
  HttpResponse<?> show(String subscriptionId, HttpRequest<?> request) {
    return opened(subscriptionId, request, asked -> shown(HttpStatus.OK, asked, null));
  }

  /** A page that shows a problem stands at this address; loaded again, it is the page. */
  @Get("/{what:cancel|method}")
  @Produces({MediaType.TEXT_HTML, MediaType.ALL})
  HttpResponse<?> showAgain(String subscriptionId, String what, HttpRequest<?> request) {
    return opened(
        subscriptionId,
        request,
        asked -> Pages.backTo(ManagePages.url(subscriptionId, "", asked.proof())));
  }

  /** No further renewal; served to the end of what is paid. */
  @Post(value = "/cancel", consumes = MediaType.ALL)
  @Produces({MediaType.TEXT_HTML, MediaType.ALL})
  HttpResponse<?> cancel(String subscriptionId, HttpRequest<?> request) {
    return opened(
        subscriptionId,
        request,
        asked ->
            decide(
                asked,
                new Command.Cancel(
                    asked.view().clientId(),
                    subscriptionId,
                    Command.Cancellation.CANCEL,
                    Command.By.BUYER),
                "canceled"));
  }

  /** Another way to pay, from now on. */
  @Post(value = "/method", consumes = MediaType.ALL)
  @Produces({MediaType.TEXT_HTML, MediaType.ALL})
  HttpResponse<?> replaceMethod(String subscriptionId, HttpRequest<?> request) {
    return opened(
        subscriptionId,
        request,
        asked -> {
          try {
            return replaceMethod(asked, Approval.read(request));
          } catch (InvalidInputException invalid) {
            return tryAgain(HttpStatus.BAD_REQUEST, asked, "problem.unreadable", invalid.inWords());
          }
        });
  }

  private HttpResponse<?> replaceMethod(Asked asked, Approval approval) {
    SubscriptionView view = asked.view();
    String type = approval.paymentMethodType();
    if (type == null) {
      // The present one by itself would lose its token.
      return tryAgain(
          HttpStatus.BAD_REQUEST,
          asked,
          "problem.noMethod",
          "paymentMethodType is missing: send the code of the method to pay with from now on.");
    }
    return pages
        .methods(asked.reader().words(), view)
        .objection(approval, asked.reader().browser())
        .<HttpResponse<?>>map(
            problem ->
                asked.reader().browser()
                    ? shown(HttpStatus.BAD_REQUEST, asked, new Problem(problem, null))
                    : Programs.notDecided(HttpStatus.BAD_REQUEST, problem))
        .orElseGet(
            () ->
                decide(
                    asked,
                    new Command.ReplacePaymentMethod(
                        view.clientId(),
                        view.subscriptionId(),
                        asked.requestId(),
                        new PaymentMethod(type, approval.paymentMethodId()),
                        Command.By.BUYER),
                    "replaced"));
  }

  private HttpResponse<?> decide(Asked asked, Command command, String decision) {
    return switch (commands.ask(command)) {
      case Reply.Decided decided when decided.accepted() ->
          asked.reader().browser()
              ? Pages.backTo(ManagePages.url(command.subscriptionId(), "", asked.proof()))
              : Programs.decided(command.subscriptionId(), decision);
      case Reply.Decided refused ->
          tryAgain(HttpStatus.CONFLICT, asked, "problem.refused", refused.message());
      case Reply.Underway _, Reply.Undecided _ -> Programs.notKnownYet(asked.reader());
    };
  }

  /**
   * Not done.
   *
   * @param name of the words that a buyer is told it in
   * @param detail all that a program is told
   */
  private HttpResponse<?> tryAgain(HttpStatus status, Asked asked, String name, String detail) {
    Reader reader = asked.reader();
    return reader.browser()
        ? shown(status, asked, new Problem(reader.words().say(name), detail))
        : Programs.notDecided(status, detail);
  }

  /** With a new request id: what was refused under the old one stays so. */
  private HttpResponse<?> shown(HttpStatus status, Asked asked, @Nullable Problem problem) {
    SubscriptionView now =
        Objects.requireNonNullElse(subscriptions.find(asked.view().subscriptionId()), asked.view());
    return Pages.page(
        status, pages.model(asked.reader().words(), now, asked.proof(), newRequestId(), problem));
  }

  /** Does what a link to the page is good for. */
  private HttpResponse<?> opened(
      String subscriptionId, HttpRequest<?> request, Function<Asked, HttpResponse<?>> action) {
    Proof proof = proof(request);
    Worth worth =
        Identity.isSubscriptionId(subscriptionId)
            ? links.ofPage(subscriptionId, proof, clock.instant())
            : Worth.WRONG;
    return BuyersDoor.open(
        subscriptions,
        subscriptionId,
        worth,
        Readers.stranger(request),
        view ->
            action.apply(
                new Asked(
                    view, proof, requestId(request), readers.buyerOf(subscriptionId, request))));
  }

  /** What a request brought; empty texts are worth nothing. */
  static Proof proof(HttpRequest<?> request) {
    HttpParameters query = request.getParameters();
    return new Proof(
        Objects.requireNonNullElse(query.get("expires"), ""),
        Objects.requireNonNullElse(query.get("signature"), ""));
  }

  private static String requestId(HttpRequest<?> request) {
    String brought = request.getParameters().get("request");
    return brought != null && REQUEST_ID.matcher(brought).matches() ? brought : newRequestId();
  }

  private static String newRequestId() {
    byte[] random = new byte[REQUEST_BYTES];
    RANDOM.nextBytes(random);
    return "buyer-" + HexFormat.of().formatHex(random);
  }
}
