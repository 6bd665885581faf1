package dev.recur.service.command;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How long and how many callers wait for decisions; {@code application.yml} says why.
 *
 * @param decisionTimeout until a caller is told that nothing is known
 * @param readTimeout how long an answer may wait, once decided, for the read side
 * @param waitingMax most commands that wait at once
 */
@ConfigurationProperties("recur.gateway")
public record CommandSettings(
    @Bindable(defaultValue = "10s") Duration decisionTimeout,
    @Bindable(defaultValue = "500ms") Duration readTimeout,
    @Bindable(defaultValue = "2000") int waitingMax) {}
