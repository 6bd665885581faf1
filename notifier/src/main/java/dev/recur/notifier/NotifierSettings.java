package dev.recur.notifier;

import dev.recur.notifier.queue.LaneControl;
import dev.recur.schemas.webhook.Network;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.exceptions.ConfigurationException;
import java.time.Duration;
import java.util.List;

/**
 * How the notifier behaves; application.yml says what each setting is for, and why it is as it is.
 *
 * @param allowedPrivate networks that are not public and may be notified, also by plain http
 * @param deadline of one attempt, over everything
 * @param perEndpointMax most attempts in one lane in the air
 * @param inTheAirMax most attempts of this process in the air
 */
@ConfigurationProperties("recur.notifier")
public record NotifierSettings(
    List<String> allowedPrivate, Duration deadline, int perEndpointMax, int inTheAirMax) {

  /** One lane has at most the twentieth part of what is in the air: others must have room. */
  private static final int LANES_SHARE = 20;

  /** Most attempts in one lane in the air: what is set, and never more than a lane's share. */
  int perLaneMax() {
    int share = Math.max(1, inTheAirMax / LANES_SHARE);
    return Math.max(1, Math.min(Math.min(perEndpointMax, share), LaneControl.IN_THE_AIR_MAX));
  }

  List<Network> allowedNetworks() {
    try {
      return Network.parseAll(allowedPrivate);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("recur.notifier.allowed-private: " + e.getMessage(), e);
    }
  }
}
