package dev.recur.billing.domain;

/**
 * A request that was answered before.
 *
 * @param fingerprint what it asked for
 * @param answer what was answered
 * @param isFinal false when the same request may be decided again; then only its refusal has been
 *     told already
 */
public record KnownRequest(String fingerprint, Answer answer, boolean isFinal) {}
