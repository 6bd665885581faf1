package dev.recur.service.card;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where cards are turned into tokens; {@code application.yml} says what each setting is for.
 *
 * @param tokenisationUrl absent or empty: nowhere
 * @param tokenisationTimeout how long one request may take
 */
@ConfigurationProperties("recur.channel")
public record TokenisationSettings(
    @Nullable URI tokenisationUrl, @Bindable(defaultValue = "2s") Duration tokenisationTimeout) {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  public TokenisationSettings {
    if (tokenisationUrl != null && !tokenisationUrl.toString().isEmpty()) {
      check(tokenisationUrl);
    }
  }

  /** Where a card is posted. */
  public Optional<URI> url() {
    return Optional.ofNullable(tokenisationUrl).filter(url -> !url.toString().isEmpty());
  }

  private static void check(URI url) {
    boolean secret = "https".equals(url.getScheme());
    boolean onlyHere = "http".equals(url.getScheme()) && LOOPBACK.contains(url.getHost());
    boolean plain = url.getRawUserInfo() == null && url.getRawFragment() == null;
    // In a page's Content-Security-Policy a comma or semicolon ends what it stands in.
    boolean fitsPolicy = url.toString().chars().noneMatch(c -> c == ',' || c == ';' || c == '\'');
    if (url.getHost() == null || !(secret || onlyHere) || !plain || !fitsPolicy) {
      throw new IllegalArgumentException(
          "recur.channel.tokenisation-url is no address that a card may be sent to: give an https"
              + " URL such as https://channel.example/tokens, or http on the loopback address.");
    }
  }
}
