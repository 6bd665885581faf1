package dev.recur.service.page;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.serde.annotation.Serdeable;

/** What is said without a page of its own: to programs in JSON, to browsers in a sentence. */
final class Programs {

  private static final int RETRY_AFTER_SECONDS = 1;

  private Programs() {}

  /** What programs are told. */
  @Serdeable
  record Decided(String subscriptionId, String decision) {}

  /** Why programs did not get what they wanted. */
  @Serdeable
  record NotDecided(String message) {}

  /** Whoever asks for HTML is a browser. */
  static boolean isBrowser(HttpRequest<?> request) {
    String accept = request.getHeaders().get(HttpHeaders.ACCEPT);
    return accept != null && accept.contains(MediaType.TEXT_HTML);
  }

  /** It is done. */
  static HttpResponse<?> decided(String subscriptionId, String decision) {
    return json(HttpStatus.OK, new Decided(subscriptionId, decision));
  }

  /** It is not done. */
  static HttpResponse<?> notDecided(HttpStatus status, String message) {
    return json(status, new NotDecided(message));
  }

  /** Nothing but a sentence. */
  static HttpResponse<?> saying(HttpStatus status, String title, String message, boolean browser) {
    return browser
        ? Pages.page(status, PageModel.saying(Pages.nonce(), title, message), null)
        : notDecided(status, message);
  }

  /** It may be done or not. */
  static HttpResponse<?> notKnownYet(boolean browser) {
    String message = "It is not known yet what became of this. Try again in a moment.";
    return browser
        ? saying(HttpStatus.SERVICE_UNAVAILABLE, "One moment", message, true)
        : json(HttpStatus.SERVICE_UNAVAILABLE, new NotDecided(message))
            .header(HttpHeaders.RETRY_AFTER, Integer.toString(RETRY_AFTER_SECONDS));
  }

  private static MutableHttpResponse<?> json(HttpStatus status, Object body) {
    return HttpResponse.status(status).contentType(MediaType.APPLICATION_JSON_TYPE).body(body);
  }
}
