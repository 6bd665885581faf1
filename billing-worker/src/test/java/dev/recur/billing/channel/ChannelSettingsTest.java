package dev.recur.billing.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.Environment;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelSettingsTest {

  @Test
  void settings_shouldBeUsualWhereNothingElseIsSaid() {
    ChannelSettings settings = with(Map.of());
    assertThat(settings.deadline()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.callsMax()).isEqualTo(256);
    assertThat(settings.readAheadMax()).isEqualTo(8_192);
  }

  @Test
  void settings_shouldBeThoseThatAreGiven() {
    ChannelSettings settings =
        with(Map.of("recur.channel.calls-max", 20, "recur.channel.read-ahead-max", 20));
    assertThat(settings.callsMax()).isEqualTo(20);
    assertThat(settings.readAheadMax()).isEqualTo(20);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 8192 | recur.channel.calls-max is 0: give a number from 1 to 4096",
        "4097 | 8192 | recur.channel.calls-max is 4097",
        "256 | 255 | recur.channel.read-ahead-max is 255: give a number from 256 to 131072",
        "256 | 131073 | recur.channel.read-ahead-max is 131073"
      })
  void numberThatCannotBeMeant_shouldBeRefused(int callsMax, int readAheadMax, String words) {
    assertThatThrownBy(
            () -> new ChannelSettings("http://channel", Duration.ZERO, callsMax, readAheadMax))
        .hasMessageContaining(words);
  }

  /** As the container binds it, without what it would start. */
  private static ChannelSettings with(Map<String, Object> given) {
    try (ApplicationContext context = ApplicationContext.builder(given, "unit").build()) {
      Environment settings = context.getEnvironment().start();
      return new ChannelSettings(
          "http://channel",
          settings.getRequiredProperty("recur.channel.deadline", Duration.class),
          settings.getRequiredProperty("recur.channel.calls-max", Integer.class),
          settings.getRequiredProperty("recur.channel.read-ahead-max", Integer.class));
    }
  }
}
