package dev.recur.service.admin;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * Settings of the admin port; {@code application.yml} says what each is for.
 *
 * @param token what operators send as bearer token
 * @param advanceTimeout how long an advance of a test clock may take before it is answered
 * @param plainHttpEndpoints whether endpoints may be plain http
 */
@ConfigurationProperties("recur.admin")
public record AdminSettings(
    String token,
    @Bindable(defaultValue = "4m") Duration advanceTimeout,
    @Bindable(defaultValue = "false") boolean plainHttpEndpoints) {

  /** Refuses settings that cannot be meant. */
  public AdminSettings {
    if (token.isBlank()) {
      throw new IllegalArgumentException(
          "recur.admin.token is empty: give operators a secret of their own.");
    }
  }

  @Override
  public String toString() {
    return "AdminSettings[advanceTimeout=%s, plainHttpEndpoints=%s]"
        .formatted(advanceTimeout, plainHttpEndpoints);
  }
}
