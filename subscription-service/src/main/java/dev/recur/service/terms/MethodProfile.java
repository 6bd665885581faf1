package dev.recur.service.terms;

import dev.recur.schemas.method.PaymentMethods;
import dev.recur.schemas.method.Profile;

/**
 * Which catalogue of payment methods a merchant is under: it says what each method can do. The
 * names are those of the wire contract.
 */
public enum MethodProfile {
  AMS,
  ONERWAY;

  /** The methods under it, and what each can do. */
  public PaymentMethods methods() {
    return PaymentMethods.of(
        switch (this) {
          case AMS -> Profile.AMS;
          case ONERWAY -> Profile.ONERWAY;
        });
  }
}
