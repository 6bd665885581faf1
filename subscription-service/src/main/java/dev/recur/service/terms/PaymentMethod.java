package dev.recur.service.terms;

import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/**
 * How the buyer pays.
 *
 * @param type for example CARD or GCASH
 * @param id the method's token at the payment channel, where one is known
 */
@Serdeable
public record PaymentMethod(String type, @Nullable String id) {}
