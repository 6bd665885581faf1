package dev.recur.service.page;

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
  private static final String TEMPLATE = "authorise";

  private Pages() {}

  static String nonce() {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    return Base64.getEncoder().encodeToString(nonce);
  }

  /**
   * A page.
   *
   * @param view the subscription it shows, where it shows one
   */
  static MutableHttpResponse<?> page(
      HttpStatus status, PageModel model, @Nullable SubscriptionView view) {
    return guarded(HttpResponse.status(status), policy(model, view))
        .contentType(MediaType.TEXT_HTML_TYPE)
        .body(new ModelAndView<>(TEMPLATE, model));
  }

  /** Sends the browser back to the seller. */
  static MutableHttpResponse<?> backTo(String redirectUrl) {
    return guarded(HttpResponse.seeOther(URI.create(redirectUrl)), "default-src 'none'");
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

  private static String policy(PageModel model, @Nullable SubscriptionView view) {
    // Browsers hold the redirect that answers a form to form-action too.
    String seller = view == null ? "" : " " + origin(view.redirectUrl());
    String nonce = "'nonce-" + model.nonce() + "'";
    String policy =
        "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; style-src "
            + nonce
            + "; form-action 'self'"
            + seller;
    // A card may go to the channel, and to nobody else.
    return model.tokensUrl() == null
        ? policy
        : policy + "; script-src " + nonce + "; connect-src " + withoutQuery(model.tokensUrl());
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
