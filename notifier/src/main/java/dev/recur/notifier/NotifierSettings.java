package dev.recur.notifier;

import dev.recur.notifier.sender.Network;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.exceptions.ConfigurationException;
import java.time.Duration;
import java.util.List;

/**
 * How the notifier behaves; application.yml says what each setting is for, and why it is as it is.
 *
 * @param allowedPrivate networks that are not public and may be notified, also by plain http
 * @param deadline of one attempt, over everything
 * @param perEndpointMax most attempts to one endpoint in the air
 * @param inTheAirMax most attempts of this process in the air
 */
@ConfigurationProperties("recur.notifier")
public record NotifierSettings(
    List<String> allowedPrivate, Duration deadline, int perEndpointMax, int inTheAirMax) {

  List<Network> allowedNetworks() {
    try {
      return allowedPrivate.stream()
          .map(String::strip)
          // An environment variable without a value.
          .filter(network -> !network.isEmpty())
          .map(Network::parse)
          .toList();
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("recur.notifier.allowed-private: " + e.getMessage(), e);
    }
  }
}
