package dev.recur.notifier;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;

/**
 * How the notifier behaves; application.yml says what each setting is for, and why it is as it is.
 *
 * @param allowLoopback whether plain http and private addresses may be notified
 * @param deadline of one attempt, over everything
 * @param perEndpointMax most attempts to one endpoint in the air
 * @param inTheAirMax most attempts of this process in the air
 */
@ConfigurationProperties("recur.notifier")
public record NotifierSettings(
    boolean allowLoopback, Duration deadline, int perEndpointMax, int inTheAirMax) {}
