package dev.recur.service.page;

import dev.recur.schemas.buyer.BuyerData;
import dev.recur.schemas.buyer.BuyerLanguages;
import dev.recur.service.read.BuyerView;
import dev.recur.service.read.Buyers;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Optional;

/**
 * In which language somebody reads: the buyer's own, in which the e-mails are written too; else the
 * first that the browser accepts; else English.
 */
@Singleton
final class Readers {

  private static final Wording ENGLISH = Wording.in(Locale.ENGLISH);

  private final Buyers buyers;

  Readers(Buyers buyers) {
    this.buyers = buyers;
  }

  /** Somebody who has not shown yet that they are a buyer: no buyer's record is opened for them. */
  static Reader stranger(HttpRequest<?> request) {
    return reader(request, Optional.empty());
  }

  /**
   * The buyer of a subscription, who has shown a good link.
   *
   * @throws IllegalStateException when the master key does not open what is known of the buyer
   */
  Reader buyerOf(String subscriptionId, HttpRequest<?> request) {
    // Programs are answered in English; nothing has to be opened for them.
    return isBrowser(request) ? reader(request, language(subscriptionId)) : stranger(request);
  }

  private Optional<Locale> language(String subscriptionId) {
    return Optional.ofNullable(buyers.find(subscriptionId))
        .flatMap(BuyerView::data)
        .flatMap(BuyerData::locale)
        .flatMap(BuyerLanguages::find);
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
