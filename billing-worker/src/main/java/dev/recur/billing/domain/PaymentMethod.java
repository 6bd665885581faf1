package dev.recur.billing.domain;

import java.util.Optional;

/**
 * How the buyer pays. References only, never card data.
 *
 * @param type code of the method
 * @param id the method's token at the channel, once known
 */
public record PaymentMethod(String type, Optional<String> id) {}
