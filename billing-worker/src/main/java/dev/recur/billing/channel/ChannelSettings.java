package dev.recur.billing.channel;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;

/**
 * Where the payment channel is.
 *
 * @param url base address of its HTTP API
 * @param deadline how long it may take to answer
 */
@ConfigurationProperties("recur.channel")
public record ChannelSettings(String url, Duration deadline) {}
