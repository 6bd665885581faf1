package dev.recur.service.page;

import io.micronaut.http.HttpHeaders;
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

  /** It is done. */
  static HttpResponse<?> decided(String subscriptionId, String decision) {
    return json(HttpStatus.OK, new Decided(subscriptionId, decision));
  }

  /** It is not done. */
  static HttpResponse<?> notDecided(HttpStatus status, String message) {
    return json(status, new NotDecided(message));
  }

  /**
   * Nothing but a sentence.
   *
   * @param name of the words, below {@code door}
   */
  static HttpResponse<?> saying(HttpStatus status, String name, Reader reader) {
    Wording words = reader.words();
    String message = message(words, name);
    return reader.browser()
        ? Pages.page(
            status, PageModel.saying(Pages.nonce(), words, title(words, name), message), null)
        : notDecided(status, message);
  }

  /** The same where no page can be made. */
  static String plainText(String name, Reader reader) {
    return title(reader.words(), name) + "\n\n" + message(reader.words(), name) + "\n";
  }

  private static String title(Wording words, String name) {
    return words.say("door." + name + ".title");
  }

  private static String message(Wording words, String name) {
    return words.say("door." + name + ".text");
  }

  /** It may be done or not. */
  static HttpResponse<?> notKnownYet(Reader reader) {
    HttpResponse<?> said = saying(HttpStatus.SERVICE_UNAVAILABLE, "notKnownYet", reader);
    return reader.browser()
        ? said
        : said.toMutableResponse()
            .header(HttpHeaders.RETRY_AFTER, Integer.toString(RETRY_AFTER_SECONDS));
  }

  private static MutableHttpResponse<?> json(HttpStatus status, Object body) {
    return HttpResponse.status(status).contentType(MediaType.APPLICATION_JSON_TYPE).body(body);
  }
}
