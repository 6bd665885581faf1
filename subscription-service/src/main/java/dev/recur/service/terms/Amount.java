package dev.recur.service.terms;

import io.micronaut.serde.annotation.Serdeable;

/**
 * An amount of money.
 *
 * @param minor in the currency's smallest unit (ISO 4217 minor units), 0 or more
 * @param currency ISO 4217 code
 */
@Serdeable
public record Amount(long minor, String currency) {

  /** True when nothing is to be paid. */
  public boolean isFree() {
    return minor == 0;
  }
}
