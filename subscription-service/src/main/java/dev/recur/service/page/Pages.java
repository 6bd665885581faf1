package dev.recur.service.page;

import dev.recur.schemas.buyer.BuyerWords;
import dev.recur.service.read.SubscriptionView;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.views.ModelAndView;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Answers with a page that a browser may show to nobody else, put in no frame and tell nobody
 * about: the address is the buyer's key. It runs nothing but, where a card is asked for, what sends
 * the card to the channel.
 */
final class Pages {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int NONCE_BYTES = 16;

  private Pages() {}

  static String nonce() {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    return Base64.getEncoder().encodeToString(nonce);
  }

  /**
   * The page of an offer.
   *
   * @param view the subscription it shows, where it shows one
   */
  static MutableHttpResponse<?> page(
      HttpStatus status, PageModel model, @Nullable SubscriptionView view) {
    // Browsers hold the redirect that answers a form to form-action too.
    String seller = view == null ? "" : " " + origin(view.redirectUrl());
    return page(
        status,
        new ModelAndView<>("authorise", model),
        model.words(),
        model.nonce(),
        model.tokensUrl(),
        seller);
  }

  /** The page of a subscription. */
  static MutableHttpResponse<?> page(HttpStatus status, ManageModel model) {
    return page(
        status,
        new ModelAndView<>("manage", model),
        model.words(),
        model.nonce(),
        model.tokensUrl(),
        "");
  }

  private static MutableHttpResponse<?> page(
      HttpStatus status,
      ModelAndView<?> content,
      BuyerWords words,
      String nonce,
      @Nullable String tokensUrl,
      String formTargets) {
    return guarded(HttpResponse.status(status), policy(nonce, tokensUrl, formTargets))
        .contentType(MediaType.TEXT_HTML_TYPE)
        .header(HttpHeaders.CONTENT_LANGUAGE, words.language())
        .body(content);
  }

  /** Sends the browser back, to the seller or to the page that it came from. */
  static MutableHttpResponse<?> backTo(String url) {
    return guarded(HttpResponse.seeOther(URI.create(url)), "default-src 'none'");
  }

  private static MutableHttpResponse<Object> guarded(
      MutableHttpResponse<Object> response, String policy) {
    return response
        .header("Content-Security-Policy", policy)
        .header("X-Frame-Options", "DENY")
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "same-origin")
        .header("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        .header("Cross-Origin-Opener-Policy", "same-origin")
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  private static String policy(String nonce, @Nullable String tokensUrl, String formTargets) {
    String source = "'nonce-" + nonce + "'";
    String policy =
        "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; style-src "
            + source
            + "; form-action 'self'"
            + formTargets;
    // A card may go to the channel, and to nobody else.
    return tokensUrl == null
        ? policy
        : policy + "; script-src " + source + "; connect-src " + withoutQuery(tokensUrl);
  }

  private static String withoutQuery(String url) {
    URI uri = URI.create(url);
    return origin(url) + Objects.requireNonNullElse(uri.getRawPath(), "");
  }

  private static String origin(String url) {
    URI uri = URI.create(url);
    return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
  }
}
