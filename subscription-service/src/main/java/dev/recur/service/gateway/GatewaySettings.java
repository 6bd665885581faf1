package dev.recur.service.gateway;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import java.time.Duration;

/**
 * Settings of the gateway; {@code application.yml} says what each is for.
 *
 * @param publicUrl where buyers reach this service: scheme, host and port, without a path
 * @param requestTimeWindow how far a request's time may be from now
 * @param maxBodyBytes longest body that is looked at
 * @param bodyTimeout how long a body may take to come
 */
@ConfigurationProperties("recur.gateway")
public record GatewaySettings(
    URI publicUrl,
    @Bindable(defaultValue = "5m") Duration requestTimeWindow,
    @Bindable(defaultValue = "65536") int maxBodyBytes,
    @Bindable(defaultValue = "10s") Duration bodyTimeout) {}
