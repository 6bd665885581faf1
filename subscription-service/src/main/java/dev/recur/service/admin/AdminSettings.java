package dev.recur.service.admin;

import dev.recur.schemas.webhook.Network;
import dev.recur.schemas.webhook.Reach;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.List;

/**
 * Settings of the admin port; {@code application.yml} says what each is for.
 *
 * @param token what operators send as bearer token
 * @param advanceTimeout how long an advance of a test clock may take before it is answered
 * @param allowedPrivate networks that are not public and that merchants may be told in, at their
 *     endpoints and at the URLs that their requests name, also by plain http
 */
@ConfigurationProperties("recur.admin")
public record AdminSettings(
    String token,
    @Bindable(defaultValue = "4m") Duration advanceTimeout,
    @Bindable(defaultValue = "") List<String> allowedPrivate) {

  /** Refuses settings that cannot be meant. */
  public AdminSettings {
    if (token.isBlank()) {
      throw new IllegalArgumentException(
          "recur.admin.token is empty: give operators a secret of their own.");
    }
    allowedPrivate = List.copyOf(allowedPrivate);
    Reach _ = reach(allowedPrivate);
  }

  /** What webhooks may reach. */
  public Reach reach() {
    return reach(allowedPrivate);
  }

  private static Reach reach(List<String> allowed) {
    try {
      return Reach.allowing(Network.parseAll(allowed));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("recur.admin.allowed-private: " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return "AdminSettings[advanceTimeout=%s, allowedPrivate=%s]"
        .formatted(advanceTimeout, allowedPrivate);
  }
}
