package dev.recur.billing.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * Nothing is charged.
 *
 * @param resumeTime when it resumes by itself
 */
public record Pause(Optional<Instant> resumeTime) {}
