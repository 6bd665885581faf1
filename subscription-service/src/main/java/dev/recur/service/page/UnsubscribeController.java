package dev.recur.service.page;

import dev.recur.schemas.buyer.BuyerData;
import dev.recur.schemas.buyer.BuyerLink;
import dev.recur.schemas.buyer.BuyerLink.Proof;
import dev.recur.schemas.buyer.BuyerLink.Worth;
import dev.recur.schemas.buyer.BuyerNotice;
import dev.recur.schemas.id.Identity;
import dev.recur.schemas.signature.SecretBox;
import dev.recur.service.buyer.KeptBuyers;
import dev.recur.service.buyer.NotKeptException;
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
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does without one kind of notice. POST does it, at once and without a redirect, as the buyer's
 * mail program may send it (RFC 8058); its body says nothing that is needed. GET asks where there
 * is something to ask.
 */
@Controller("/subscriptions/{subscriptionId}/unsubscribe")
@ExecuteOn(TaskExecutors.VIRTUAL)
final class UnsubscribeController {

  private static final Logger LOG = LoggerFactory.getLogger(UnsubscribeController.class);

  private final Subscriptions subscriptions;
  private final ManagePages pages;
  private final Readers readers;
  private final KeptBuyers buyers;
  private final BuyerLink links;
  private final InstantSource clock;

  UnsubscribeController(
      Subscriptions subscriptions,
      ManagePages pages,
      Readers readers,
      KeptBuyers buyers,
      SecretBox secrets,
      InstantSource clock) {
    this.subscriptions = subscriptions;
    this.pages = pages;
    this.readers = readers;
    this.buyers = buyers;
    this.links = new BuyerLink(secrets);
    this.clock = clock;
  }

  /** What a good link does. */
  private interface Action {
    HttpResponse<?> apply(SubscriptionView view, BuyerNotice notice, Reader reader);
  }

  @Get
  @Produces({MediaType.TEXT_HTML, MediaType.ALL})
  HttpResponse<?> ask(String subscriptionId, HttpRequest<?> request) {
    String url = request.getUri().getRawPath() + "?" + request.getUri().getRawQuery();
    return opened(
        subscriptionId,
        request,
        (view, notice, reader) -> {
          BuyerData buyer = buyers.find(subscriptionId).orElse(BuyerData.NOTHING);
          if (buyer.email().isEmpty()) {
            return Pages.page(HttpStatus.OK, pages.nobodyToWriteTo(reader.words(), view));
          }
          return Pages.page(
              HttpStatus.OK,
              buyer.wants(notice)
                  ? pages.askingWhetherWanted(reader.words(), view, notice, url)
                  : pages.notWanted(reader.words(), view, notice));
        });
  }

  @Post(consumes = MediaType.ALL)
  @Produces({MediaType.TEXT_HTML, MediaType.ALL})
  HttpResponse<?> unsubscribe(String subscriptionId, HttpRequest<?> request) {
    return opened(
        subscriptionId,
        request,
        (view, notice, reader) -> {
          buyers.unsubscribe(subscriptionId, Set.of(notice));
          if (buyers.find(subscriptionId).flatMap(BuyerData::email).isEmpty()) {
            return reader.browser()
                ? Pages.page(HttpStatus.OK, pages.nobodyToWriteTo(reader.words(), view))
                : Programs.decided(subscriptionId, "nobodyToWriteTo");
          }
          return reader.browser()
              ? Pages.page(HttpStatus.OK, pages.notWanted(reader.words(), view, notice))
              : Programs.decided(subscriptionId, "unsubscribed");
        });
  }

  private HttpResponse<?> opened(String subscriptionId, HttpRequest<?> request, Action action) {
    Reader stranger = Readers.stranger(request);
    Proof proof = ManageController.proof(request);
    Optional<BuyerNotice> notice = notice(request);
    Worth worth =
        notice.isPresent() && Identity.isSubscriptionId(subscriptionId)
            ? links.ofUnsubscribing(subscriptionId, notice.get(), proof, clock.instant())
            : Worth.WRONG;
    return BuyersDoor.open(
        subscriptions,
        subscriptionId,
        worth,
        stranger,
        view -> {
          try {
            return action.apply(
                view, notice.orElseThrow(), readers.buyerOf(subscriptionId, request));
          } catch (NotKeptException e) {
            LOG.atWarn()
                .setCause(e)
                .addKeyValue("subscriptionId", subscriptionId)
                .log("A buyer could not unsubscribe, and is asked to try again.");
            return Programs.notKnownYet(stranger);
          }
        });
  }

  private static Optional<BuyerNotice> notice(HttpRequest<?> request) {
    String name = request.getParameters().get("notice");
    return Arrays.stream(BuyerNotice.values())
        .filter(notice -> notice.name().equals(name))
        .findFirst();
  }
}
