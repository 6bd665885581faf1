package dev.recur.service.page;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * How the page is reached from the buyers' app; {@code application.yml} says what each is for.
 *
 * @param scheme what the app answers to
 * @param linkUrl where links begin that the app claims: an absolute http(s) URL
 * @param identifier the app's name on the buyer's device
 */
@ConfigurationProperties("recur.gateway.app")
public record AppSettings(
    @Bindable(defaultValue = "recur") String scheme,
    URI linkUrl,
    @Bindable(defaultValue = "dev.recur.buyer") String identifier) {

  private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]*");
  private static final int IDENTIFIER_CHARS_MAX = 128;

  public AppSettings {
    if (!SCHEME.matcher(scheme).matches()) {
      throw new IllegalArgumentException(
          "recur.gateway.app.scheme is no scheme: give letters, digits, +, - and dots only.");
    }
    if (linkUrl.getScheme() == null || linkUrl.getHost() == null) {
      throw new IllegalArgumentException(
          "recur.gateway.app.link-url is no absolute URL: give one such as https://pay.example.com.");
    }
    if (identifier.isBlank() || identifier.length() > IDENTIFIER_CHARS_MAX) {
      throw new IllegalArgumentException(
          "recur.gateway.app.identifier is empty or longer than the contract allows: give at most "
              + IDENTIFIER_CHARS_MAX
              + " characters.");
    }
  }
}
