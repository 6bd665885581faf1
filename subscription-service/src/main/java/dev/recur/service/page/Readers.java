package dev.recur.service.page;

import dev.recur.schemas.buyer.BuyerData;
import dev.recur.schemas.buyer.BuyerLanguages;
import dev.recur.service.read.BuyerView;
import dev.recur.service.read.Buyers;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In which language somebody reads: the buyer's own, in which the e-mails are written too; else the
 * first that the browser accepts; else English.
 */
@Singleton
final class Readers {

  private static final Logger LOG = LoggerFactory.getLogger(Readers.class);
  private static final Wording ENGLISH = Wording.in(Locale.ENGLISH);

  /** Under a wrong master key every request would log. */
  private static final Duration LOG_PAUSE = Duration.ofMinutes(1);

  private final Buyers buyers;
  private final InstantSource clock;
  private final AtomicReference<Instant> nextLogAt = new AtomicReference<>(Instant.MIN);

  Readers(Buyers buyers, InstantSource clock) {
    this.buyers = buyers;
    this.clock = clock;
  }

  /** Somebody who has not shown yet that they are a buyer: no buyer's record is opened for them. */
  static Reader stranger(HttpRequest<?> request) {
    return reader(request, Optional.empty());
  }

  /**
   * The buyer of a subscription, who has shown a good link. Where the buyer's record cannot be
   * opened, the browser's language has to do: nobody is kept from paying or cancelling for that.
   */
  Reader buyerOf(String subscriptionId, HttpRequest<?> request) {
    // Programs are answered in English; nothing has to be opened for them.
    return isBrowser(request) ? reader(request, language(subscriptionId)) : stranger(request);
  }

  private Optional<Locale> language(String subscriptionId) {
    return data(subscriptionId).flatMap(BuyerData::locale).flatMap(BuyerLanguages::find);
  }

  private Optional<BuyerData> data(String subscriptionId) {
    try {
      return Optional.ofNullable(buyers.find(subscriptionId)).flatMap(BuyerView::data);
    } catch (IllegalStateException sealed) {
      logNowAndThen(subscriptionId, sealed);
      return Optional.empty();
    }
  }

  private void logNowAndThen(String subscriptionId, IllegalStateException sealed) {
    Instant now = clock.instant();
    Instant next = nextLogAt.get();
    if (!now.isBefore(next) && nextLogAt.compareAndSet(next, now.plus(LOG_PAUSE))) {
      LOG.atError()
          .setCause(sealed)
          .addKeyValue("subscriptionId", subscriptionId)
          .log("A buyer's language cannot be read; others' of the next minute are not logged.");
    }
  }

  private static Reader reader(HttpRequest<?> request, Optional<Locale> own) {
    if (!isBrowser(request)) {
      return new Reader(false, ENGLISH);
    }
    return own.or(() -> accepted(request))
        .map(locale -> new Reader(true, Wording.in(locale)))
        .orElseGet(() -> new Reader(true, ENGLISH));
  }

  private static Optional<Locale> accepted(HttpRequest<?> request) {
    return Optional.ofNullable(request.getHeaders().get(HttpHeaders.ACCEPT_LANGUAGE))
        .flatMap(BuyerLanguages::accepted);
  }

  /** Whoever asks for HTML is a browser. */
  private static boolean isBrowser(HttpRequest<?> request) {
    String accept = request.getHeaders().get(HttpHeaders.ACCEPT);
    return accept != null && accept.contains(MediaType.TEXT_HTML);
  }
}
