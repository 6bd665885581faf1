package dev.recur.service.admin;

import io.micronaut.serde.annotation.Serdeable;

/** Why something was not done. */
@Serdeable
public record Problem(String message) {}
