package dev.recur.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.core.type.Argument;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an operator writes, and what comes of it. */
class NotifierSettingsTest {

  @Test
  void privateNetworks_shouldNotBeAllowedUnlessSomebodySaysSo() {
    assertThat(with(Map.of()).allowedNetworks()).isEmpty();
  }

  @Test
  void privateNetworks_shouldBeAListOrALine() {
    assertThat(
            with(Map.of("recur.notifier.allowed-private", "127.0.0.0/8, ::1/128"))
                .allowedNetworks())
        .hasSize(2);
    assertThat(with(Map.of("recur.notifier.allowed-private", "10.0.0.0/8")).allowedNetworks())
        .hasSize(1);
    assertThat(with(Map.of("recur.notifier.allowed-private", "")).allowedNetworks()).isEmpty();
  }

  @Test
  void whatIsNoNetwork_shouldStopTheStart() {
    assertThatThrownBy(
            () -> with(Map.of("recur.notifier.allowed-private", "loopback")).allowedNetworks())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("recur.notifier.allowed-private: 'loopback' is no network");
  }

  /** As the container binds it, without what it would start. */
  private static NotifierSettings with(Map<String, Object> settings) {
    try (ApplicationContext context = ApplicationContext.builder(settings, "unit").build()) {
      List<String> networks =
          context
              .getEnvironment()
              .start()
              .getProperty("recur.notifier.allowed-private", Argument.listOf(String.class))
              .orElseThrow();
      return new NotifierSettings(networks, Duration.ofSeconds(10), 16, 1024);
    }
  }
}
